import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LEAST_SECRET } from '../../brokers/mt5/proof.ts';
import {
  channelVariable,
  mt5SecretVariables,
  secretNamed,
  type Environment,
} from '../../config/secrets.ts';
import { tokenFile } from '../../runtime/state/state-folder.ts';
import { terminalSecretFile } from '../../runtime/terminal/terminal-secret.ts';
import { ownersAlone } from './file-modes.ts';
import { failing, notChecked, ok, type Finding } from './finding.ts';
import { terminalAccounts, type Ground, type TerminalAccountConfig } from './ground.ts';

const GROUP = 'secrets';

/** Are the secrets there, long enough, and readable by their owner alone? None is ever shown. */
export function secretChecks(ground: Ground): Finding[] {
  const { folder, environment } = ground;
  return [
    ...stateFolderMode(folder),
    apiToken(folder),
    ...dotEnv(),
    ...terminalAccounts(ground).flatMap((account) => terminalSecretCheck(account, ground)),
    ...secretFilesNamed(ground, environment),
    ...keyFiles(ground),
  ];
}

function stateFolderMode(folder: string): Finding[] {
  if (!existsSync(folder)) return [];
  const path = resolve(folder);
  return [ownersAlone({ group: GROUP, item: 'state-folder' }, path, 'the state folder is there')];
}

function apiToken(folder: string): Finding {
  const subject = { group: GROUP, item: 'api-token' } as const;
  const file = tokenFile(folder);
  if (!existsSync(file)) return notChecked(subject, 'none yet: the first start makes it');
  const length = lengthOf(file);
  if (length !== undefined && length < LEAST_SECRET) {
    const todo = `Remove ${file}: the next start makes a good one.`;
    return failing(subject, `the token has ${length} characters, and needs ${LEAST_SECRET}`, todo);
  }
  return ownersAlone(subject, file, `there, ${length ?? 'of unknown'} characters`);
}

function dotEnv(): Finding[] {
  const file = resolve('.env');
  if (!existsSync(file)) return [];
  return [ownersAlone({ group: GROUP, item: 'env-file' }, file, '.env is there')];
}

/** Where the secret of an account's terminal comes from, as `start` looks for it. */
export type TerminalSecret =
  | { readonly ok: true; readonly secret: string; readonly from: string; readonly file?: string }
  | { readonly ok: false; readonly seen: string; readonly todo: string };

/** Reads it, and makes none where there is none. */
export function readTerminalSecret(
  { name }: TerminalAccountConfig,
  { folder, environment }: Pick<Ground, 'folder' | 'environment'>,
): TerminalSecret {
  const file = terminalSecretFile(join(folder, 'accounts', name));
  for (const variable of mt5SecretVariables(name)) {
    const found = secretNamed(environment, variable);
    if (!found.ok) return { ok: false, seen: found.message, todo: `Correct ${variable}_FILE.` };
    if (found.secret === undefined) continue;
    return longEnough(found.secret, variable, `Set ${variable} to a longer one, or unset it.`);
  }
  if (!existsSync(file)) {
    const todo = `Run: kimi-agent mt5 install --account ${name} (start makes one, too).`;
    return { ok: false, seen: `no secret yet: neither in the environment nor in ${file}`, todo };
  }
  try {
    const secret = readFileSync(file, 'utf8').trim();
    const todo = `Remove ${file}, and run: kimi-agent mt5 install --account ${name}`;
    const read = longEnough(secret, file, todo);
    return read.ok ? { ...read, file } : read;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { ok: false, seen: `${file} cannot be read (${code})`, todo: `Run: chmod 600 ${file}` };
  }
}

function longEnough(secret: string, from: string, todo: string): TerminalSecret {
  if (secret.length >= LEAST_SECRET) return { ok: true, secret, from };
  const seen = `the secret in ${from} has ${secret.length} characters, and needs ${LEAST_SECRET}`;
  return { ok: false, seen, todo };
}

function terminalSecretCheck(account: TerminalAccountConfig, ground: Ground): Finding[] {
  const subject = { group: GROUP, item: 'terminal-secret', account: account.name } as const;
  const read = readTerminalSecret(account, ground);
  if (!read.ok) return [failing(subject, read.seen, read.todo)];
  const seen = `${read.secret.length} characters, in ${read.from}`;
  if (read.file === undefined) return [ok(subject, seen)];
  return [ownersAlone(subject, read.file, seen)];
}

/** Files that variables ending in `_FILE` name hold secrets, too. */
function secretFilesNamed({ accounts, config }: Ground, environment: Environment): Finding[] {
  const variables = new Set([
    ...accounts.flatMap(({ name }) => mt5SecretVariables(name)),
    ...config.alerts.channels.map(({ name }) => channelVariable(name)),
  ]);
  return [...variables].flatMap((variable) => {
    const file = environment[`${variable}_FILE`];
    if (file === undefined || file === '' || !existsSync(file)) return [];
    return [ownersAlone({ group: GROUP, item: 'secret-file' }, file, `${variable}_FILE: ${file}`)];
  });
}

/** Whoever has the key of a certificate can pretend to be this program. */
function keyFiles({ accounts, config }: Ground): Finding[] {
  const files = [config.api.tls?.key_file, ...accounts.map(({ mt5 }) => mt5?.tls?.key_file)];
  return [...new Set(files)].flatMap((file) => {
    if (file === undefined || !existsSync(file)) return [];
    return [ownersAlone({ group: GROUP, item: 'tls-key' }, file, `the key ${file} is there`)];
  });
}

function lengthOf(file: string): number | undefined {
  try {
    return readFileSync(file, 'utf8').trim().length;
  } catch {
    return undefined;
  }
}
