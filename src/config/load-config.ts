import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { applyPresets, type MayRead } from './apply-presets.ts';
import { crossCheck } from './cross-check.ts';
import { problemsOf } from './explain-issue.ts';
import type { ConfigProblem } from './problem.ts';
import { passwordProblems } from './secrets.ts';
import { type Config, configSchema } from './schema.ts';

export type LoadedConfig =
  | {
      readonly ok: true;
      readonly config: Config;
      /** What a person should know before it is used. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration in a file, or all defaults when no file is named. */
export function loadConfig(path: string | undefined): LoadedConfig {
  const read = readConfigText(path);
  return read.ok ? parseConfig(read.text) : read;
}

/** The text of a configuration file; empty when none is named. */
export function readConfigText(
  path: string | undefined,
): { readonly ok: true; readonly text: string } | Extract<LoadedConfig, { ok: false }> {
  if (path === undefined) return { ok: true, text: '' };
  try {
    return { ok: true, text: readFileSync(path, 'utf8') };
  } catch (error) {
    return refused({
      key: path,
      found: `no readable file (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      allowed: 'a YAML file',
      mend: 'Check the path, or copy config/kimi.example.yaml there.',
    });
  }
}

/** The configuration that a YAML text describes. */
export function parseConfig(text: string, mayRead?: MayRead): LoadedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const { line, col } = lines.linePos(syntaxError.pos[0]);
    return refused({
      key: `line ${line}, column ${col}`,
      found: syntaxError.message,
      allowed: 'YAML',
      mend: 'Indent with spaces, two for each level, and put text with : or # in quotes.',
    });
  }
  let written: unknown;
  try {
    written = document.toJS() ?? {};
  } catch (error) {
    return refused({
      key: 'the file',
      found: error instanceof Error ? error.message : String(error),
      allowed: 'aliases that exist, and not more than a hundred',
      mend: 'Write out what the aliases stand for.',
    });
  }
  const secrets = passwordProblems(written);
  if (secrets.length > 0) return { ok: false, problems: secrets };
  const parsed = configSchema.safeParse(written);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues, written) };
  const applied = applyPresets(parsed.data, undefined, mayRead);
  const { config, warnings } = applied;
  const problems = [...applied.problems, ...crossCheck(config)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config, warnings };
}

function refused(problem: ConfigProblem): Extract<LoadedConfig, { ok: false }> {
  return { ok: false, problems: [problem] };
}
