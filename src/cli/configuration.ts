import { existsSync } from 'node:fs';
import { loadConfig } from '../config/load-config.ts';
import { describeProblem } from '../config/problem.ts';
import type { Config } from '../config/schema.ts';
import { CommandError } from './exit-codes.ts';

/** Read when no file is named and it exists. */
export const USUAL_CONFIG = 'kimi.yaml';

/** The configuration in `path`, in `kimi.yaml`, or all defaults. */
export function configuration(path: string | undefined): Config {
  const file = path ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  const loaded = loadConfig(file);
  if (loaded.ok) {
    for (const warning of loaded.warnings) process.stderr.write(`kimi-agent: ${warning}\n`);
    return loaded.config;
  }
  const lines = loaded.problems.map((problem) => `  ${describeProblem(problem)}`);
  throw new CommandError(`The configuration ${file ?? ''} cannot be used:\n${lines.join('\n')}`);
}
