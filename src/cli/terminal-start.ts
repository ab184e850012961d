import { mt5SecretVariables, secretNamed, type Environment } from '../config/secrets.ts';
import type { AccountConfig } from '../config/schema.ts';
import { readTls } from '../api/tls-files.ts';
import type { TerminalStart } from '../runtime/messages.ts';
import { terminalSecret } from '../runtime/terminal-secret.ts';
import { CommandError } from './exit-codes.ts';

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
