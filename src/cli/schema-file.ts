import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { didYouMean } from '../market/nearest-name.ts';
import { describeProblem, keyName, shown, type ConfigProblem } from '../config/problem.ts';
import { CommandError } from './exit-codes.ts';
import { readTrouble, writeTrouble } from './file-trouble.ts';

/** A JSON file as data; what stands in its way is told with the file's name. */
export function readJson(file: string): unknown {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${readTrouble(error)}. Check the path.`);
  }
  const text = textOf(bytes);
  if (text === undefined) throw new CommandError(`${file} is no text, and so no JSON.`);
  if (text.trim() === '') throw new CommandError(`${file} is empty.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} is no JSON: ${why}`);
  }
}

/** UTF-8, or UTF-16 as some shells write it, without its mark; undefined for anything else. */
function textOf(bytes: Uint8Array): string | undefined {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // the caller says in which file
  }
}

export function writeJson(file: string, value: unknown): void {
  try {
    writeFileSync(file, `${JSON.stringify(value, undefined, 1)}\n`);
  } catch (error) {
    const why = writeTrouble(error);
    throw new CommandError(`${file} cannot be written: ${why}. Name another file for --json.`);
  }
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** What a file holds by its schema, or everything that is wrong with it; `see` says where to look. */
export function checkedBy<Schema extends z.ZodType>(
  schema: Schema,
  written: unknown,
  see: string,
): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(written);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, schema, written, see));
  return { ok: false, problems };
}

export function refuseFile(file: string, problems: readonly ConfigProblem[]): never {
  const lines = new Set(problems.map((problem) => `  ${describeProblem(problem)}`));
  throw new CommandError(`${file} cannot be answered:\n${[...lines].join('\n')}`);
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  written: unknown,
  see: string,
): readonly ConfigProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    const found = shown(valueAt(written, issue.path));
    return [{ key: keyName(issue.path), found, allowed: issue.message, mend: see }];
  }
  const known = keysAt(schema, written, issue.path);
  return issue.keys.map((key) => ({
    key: keyName([...issue.path, key]),
    found: 'a key that means nothing here',
    allowed: known.join(', '),
    mend: didYouMean(key, known) ?? 'Remove it.',
  }));
}

function valueAt(written: unknown, path: readonly PropertyKey[]): unknown {
  let value = written;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return value;
}

/** The keys that a block may have: of alternatives, those of the one that it names itself. */
function keysAt(
  schema: z.ZodType,
  written: unknown,
  path: readonly PropertyKey[],
): readonly string[] {
  let field: unknown = bare(schema, written);
  path.forEach((part, depth) => {
    let inner: unknown;
    if (field instanceof z.ZodArray) inner = field.element;
    else if (field instanceof z.ZodObject) inner = field.shape[String(part)];
    field = bare(inner, valueAt(written, path.slice(0, depth + 1)));
  });
  return field instanceof z.ZodObject ? Object.keys(field.shape) : [];
}

function bare(field: unknown, value: unknown): unknown {
  let inner = field;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional
  ) {
    inner = inner.unwrap();
  }
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return inner;
  const key = inner.def.discriminator;
  const word = valueAt(value, [key]);
  return inner.options.find((option) => {
    const literal = option instanceof z.ZodObject ? (option.shape[key] as unknown) : undefined;
    return literal instanceof z.ZodLiteral && literal.value === word;
  });
}
