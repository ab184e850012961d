import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { applyPresets } from './apply-presets.ts';
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
  if (path === undefined) return parseConfig('');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refused({
      key: path,
      found: `no readable file (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      allowed: 'a YAML file',
      mend: 'Check the path, or copy config/kimi.example.yaml there.',
    });
  }
  return parseConfig(text);
}

/** The configuration that a YAML text describes. */
export function parseConfig(text: string): LoadedConfig {
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
  const written: unknown = document.toJS() ?? {};
  const secrets = passwordProblems(written);
  if (secrets.length > 0) return { ok: false, problems: secrets };
  const parsed = configSchema.safeParse(written);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues, written) };
  const applied = applyPresets(parsed.data);
  const { config, warnings } = applied;
  const problems = [...applied.problems, ...crossCheck(config)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config, warnings };
}

function refused(problem: ConfigProblem): LoadedConfig {
  return { ok: false, problems: [problem] };
}
