import { existsSync } from 'node:fs';
import { parseConfig, readConfigText } from '../config/load-config.ts';
import { describeProblem } from '../config/problem.ts';
import type { Config } from '../config/schema.ts';
import { CommandError } from './exit-codes.ts';

/** Read when no file is named and it exists. */
export const USUAL_CONFIG = 'kimi.yaml';

export interface ConfigurationRead {
  readonly config: Config;
  readonly text: string;
  /** Undefined when there is none. */
  readonly file: string | undefined;
}

/** The configuration in `path`, in `kimi.yaml`, or all defaults. */
export function configuration(path: string | undefined): Config {
  return configurationRead(path).config;
}

/** The same, with the file that was read and its text. */
export function configurationRead(path: string | undefined): ConfigurationRead {
  const file = path ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  const read = readConfigText(file);
  const loaded = read.ok ? parseConfig(read.text) : read;
  if (read.ok && loaded.ok) {
    for (const warning of loaded.warnings) process.stderr.write(`kimi-agent: ${warning}\n`);
    return { config: loaded.config, text: read.text, file };
  }
  const problems = loaded.ok ? [] : loaded.problems;
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
  throw new CommandError(`The configuration ${file ?? ''} cannot be used:\n${lines.join('\n')}`);
}
