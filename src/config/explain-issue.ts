import type { z } from 'zod';
import { didYouMean } from '../market/nearest-name.ts';
import { type ConfigProblem, keyName, shown } from './problem.ts';
import { allKeyPaths, keysAt } from './schema-keys.ts';

/** What the schema refused, in words. The schema's own messages say what is allowed. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  written: unknown,
): readonly ConfigProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(issue.path, key, keysAt(issue.path)));
    }
    return valueProblem(issue, written);
  });
}

function unknownKey(
  path: readonly PropertyKey[],
  key: string,
  known: readonly string[],
): ConfigProblem {
  return {
    key: keyName([...path, key]),
    found: 'a key that means nothing here',
    allowed: known.join(', '),
    mend: whereItBelongs(key) ?? didYouMean(key, known) ?? 'Remove it.',
  };
}

/** A key that is right elsewhere was put into the wrong block. */
function whereItBelongs(key: string): string | undefined {
  const home = allKeyPaths().find((path) => path.at(-1) === key);
  if (home === undefined) return undefined;
  return home.length === 1 ? 'It belongs at the left margin.' : `It belongs in ${keyName(home)}.`;
}

function valueProblem(issue: z.core.$ZodIssue, written: unknown): ConfigProblem {
  const value = valueAt(written, issue.path);
  const known = keysAt(issue.path);
  const options = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const meant = typeof value === 'string' ? didYouMean(value, options) : undefined;
  return {
    key: keyName(issue.path),
    found: shown(value),
    allowed: known.length > 0 ? `${issue.message}: ${known.join(', ')}` : issue.message,
    mend: meant ?? mend(issue, value),
  };
}

function mend(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'Write this key; it has no default.';
  if (issue.code === 'invalid_type' && issue.expected === 'number' && isNumeral(value)) {
    return `Write ${value} without quotes.`;
  }
  return 'Write an allowed value; config/kimi.example.yaml explains each key and its default.';
}

function isNumeral(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}

function valueAt(written: unknown, path: readonly PropertyKey[]): unknown {
  let value = written;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return value;
}
