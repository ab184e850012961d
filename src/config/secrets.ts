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

/** Where the secret of an account's terminal is looked for: its own variable first. */
export function mt5SecretVariables(accountName: string): readonly string[] {
  const own = accountName.toUpperCase().replaceAll('-', '_');
  return [`KIMI_MT5_SECRET_${own}`, 'KIMI_MT5_SECRET'];
}

/** The variable that holds the secret of an alert channel. */
export function channelVariable(channel: string): string {
  return `KIMI_ALERT_${channel.toUpperCase().replaceAll('-', '_')}`;
}

/** Where the program tells an outside service that it lives; whoever knows it could say so too. */
export const HEARTBEAT_VARIABLE = 'KIMI_HEARTBEAT_URL';

export type FoundSecret =
  | { readonly ok: true; readonly secret: string | undefined }
  | { readonly ok: false; readonly message: string };

/** A secret from its variable, or from the file that the variable with `_FILE` behind it names. */
export function secretNamed(environment: Environment, variable: string): FoundSecret {
  const value = environment[variable]?.trim();
  if (value !== undefined && value !== '') return { ok: true, secret: value };
  const file = environment[`${variable}_FILE`];
  if (file === undefined || file === '') return { ok: true, secret: undefined };
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === ''
      ? { ok: false, message: `the file that ${variable}_FILE names is empty` }
      : { ok: true, secret: text };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { ok: false, message: `the file that ${variable}_FILE names cannot be read (${code})` };
  }
}

const SECRET_KEY = /password|passwd|secret|token|api_?key/i;
/** Longer than any path or name that a person writes; tokens are. */
const LONGEST_PLACE = 200;

/** Does a key say where a secret is kept, and its value look like such a place and not like a secret? */
function namesPlace(key: string, value: unknown): boolean {
  const kind = /_(file|env)$/.exec(key)?.[1];
  if (kind === undefined) return false;
  if (typeof value !== 'string') return true; // refused for what it is
  if (kind === 'env') return /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(value);
  return value.length <= LONGEST_PLACE && !/^ey[\w-]+\.[\w-]+/.test(value);
}

/** Is this the name of something that is nobody else's business? */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/** Secrets written into the configuration: refused wherever they stand, and never repeated. */
export function passwordProblems(
  written: unknown,
  path: readonly PropertyKey[] = [],
): ConfigProblem[] {
  if (typeof written !== 'object' || written === null) return [];
  return Object.entries(written).flatMap(([key, value]) => {
    const here = [...path, Array.isArray(written) ? Number(key) : key];
    if (Array.isArray(written) || !isSecretKey(key) || namesPlace(key, value)) {
      return passwordProblems(value, here);
    }
    const isToken = /token/i.test(key);
    return {
      key: keyName(here),
      found: 'a secret (not shown)',
      allowed: 'no secret in this file, which is copied and shared too easily',
      mend: isToken
        ? 'Put the token into a file that you alone can read, and write its path, or the name of an ' +
          'environment variable that holds it.'
        : `Remove the line, and set ${PASSWORD_VARIABLE} in the environment or in a file .env.`,
    };
  });
}

/** A variable of the environment that is asked for a secret. What it holds is never told. */
export interface AskedSecret {
  readonly variable: string;
  readonly isSet: boolean;
}

/** The secrets that accounts and channels of these names ask for. */
export function askedSecrets(
  environment: Environment,
  terminals: readonly string[],
  channels: readonly string[],
): readonly AskedSecret[] {
  const variables = [
    ...terminals.flatMap(mt5SecretVariables),
    ...channels.map(channelVariable),
    HEARTBEAT_VARIABLE,
  ];
  return [...new Set(variables)].map((variable) => {
    const found = secretNamed(environment, variable);
    return { variable, isSet: !found.ok || found.secret !== undefined };
  });
}
