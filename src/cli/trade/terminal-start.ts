import { mt5SecretVariables, secretNamed, type Environment } from '../../config/secrets.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { readTls } from '../../api/door/tls-files.ts';
import { resolve } from 'node:path';
import { METAAPI_RISKS, sdkTrouble } from '../../brokers/metaapi/load-sdk.ts';
import type { MetaApiStart, TerminalStart } from '../../runtime/messages.ts';
import { metaApiToken } from '../../runtime/terminal/metaapi-token.ts';
import { terminalSecret } from '../../runtime/terminal/terminal-secret.ts';
import { CommandError } from '../exit-codes.ts';

/**
 * How an account's thread finds its terminal; undefined for an account that has none. The secret is
 * put into the account's folder, where an emergency stop without any environment finds it.
 */
export function terminalStart(
  { name, mode, mt5 }: AccountConfig,
  folder: string,
  environment: Environment,
): TerminalStart | undefined {
  if (mode === 'simulated' || mt5 === undefined) return undefined;
  const { login, server, arm_real_login: armed, host, port, symbols, tls } = mt5;
  keepSecret(name, folder, environment);
  const read = tls && readTls(tls.cert_file, tls.key_file);
  if (read && !read.ok) throw new CommandError(read.message);
  return {
    login: String(login),
    server,
    ...(armed === undefined ? {} : { armedLogin: String(armed) }),
    host,
    port,
    symbols,
    ...(read ? { tls: read.tls } : {}),
    allowPlain: mt5.listen_without_tls,
  };
}

/**
 * How an account's thread finds its terminal at MetaApi; undefined for an account that has none there.
 * The token is read to see that it is there, and stays where it is.
 */
export function metaApiStart({ name, mode, metaapi }: AccountConfig): MetaApiStart | undefined {
  if (mode === 'simulated' || metaapi === undefined) return undefined;
  const { account_id: accountId, login, server, arm_real_login: armed, symbols } = metaapi;
  const { region, deploy, token_file: file, token_env: tokenEnv } = metaapi;
  const start: MetaApiStart = {
    accountId,
    login: String(login),
    server,
    ...(armed === undefined ? {} : { armedLogin: String(armed) }),
    symbols,
    deploy,
    ...(region === undefined ? {} : { region }),
    ...(file === undefined ? {} : { tokenFile: resolve(file) }),
    ...(tokenEnv === undefined ? {} : { tokenEnv }),
  };
  try {
    metaApiToken(start);
  } catch (error) {
    throw new CommandError(`Account ${name}: ${(error as Error).message}`);
  }
  return start;
}

/** What a person should know who takes this road; the account's own thread records the first. */
export function metaApiWarnings({ name, mode, metaapi, signal }: AccountConfig): readonly string[] {
  if (mode === 'simulated' || metaapi === undefined) return [];
  const trouble = sdkTrouble();
  const refusesAll = mode === 'real' && signal.news_unknown === 'by-mode';
  const lines = [
    METAAPI_RISKS,
    ...(trouble === undefined ? [] : [trouble]),
    ...(refusesAll
      ? [
          'MetaApi has no economic calendar, and with real money a signal is refused while the news is ' +
            'unknown: every signal is, until signal: news_unknown: pass is written',
        ]
      : []),
  ];
  return lines.map((line) => `${name}: ${line}`);
}

function keepSecret(name: string, folder: string, environment: Environment): void {
  for (const variable of mt5SecretVariables(name)) {
    const found = secretNamed(environment, variable);
    if (!found.ok) throw new CommandError(`Account ${name}: ${found.message}`);
    if (found.secret === undefined) continue;
    try {
      terminalSecret(folder, found.secret);
    } catch (error) {
      throw new CommandError(`Account ${name}, ${variable}: ${(error as Error).message}`);
    }
    return;
  }
  terminalSecret(folder);
}
