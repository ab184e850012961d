import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type ConfigProblem, keyName } from './problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const PASSWORD_VARIABLE = 'KIMI_MT5_PASSWORD';

/** The environment with what a `.env` file in the folder adds; the environment itself goes first. */
export function environmentWithFile(environment: Environment, folder: string): Environment {
  let text: string;
  try {
    text = readFileSync(join(folder, '.env'), 'utf8');
  } catch {
    return environment; // most people have none
  }
  return { ...parseEnv(text), ...environment };
}

/** Where an account's password is looked for: its own variable first, then the common one. */
export function passwordVariables(accountName: string): readonly string[] {
  const own = accountName.toUpperCase().replaceAll('-', '_');
  return [`${PASSWORD_VARIABLE}_${own}`, PASSWORD_VARIABLE];
}

/** The password of an account's MetaTrader login, if one is set. Never part of the configuration. */
export function mt5Password(environment: Environment, accountName: string): string | undefined {
  for (const variable of passwordVariables(accountName)) {
    const value = environment[variable];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

const SECRET_KEY = /password|passwd|secret|token|api_?key/i;

/** Secrets written into the configuration: refused wherever they stand, and never repeated. */
export function passwordProblems(
  written: unknown,
  path: readonly PropertyKey[] = [],
): ConfigProblem[] {
  if (typeof written !== 'object' || written === null) return [];
  return Object.entries(written).flatMap(([key, value]) => {
    const here = [...path, Array.isArray(written) ? Number(key) : key];
    if (Array.isArray(written) || !SECRET_KEY.test(key)) return passwordProblems(value, here);
    return {
      key: keyName(here),
      found: 'a secret (not shown)',
      allowed: 'no secret in this file, which is copied and shared too easily',
      mend: `Remove the line, and set ${PASSWORD_VARIABLE} in the environment or in a file .env.`,
    };
  });
}
