import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEAST_SECRET } from '../../brokers/mt5/proof.ts';

/** Where an account's folder keeps the secret that its terminal must know. */
export function terminalSecretFile(folder: string): string {
  return join(folder, 'mt5-secret');
}

/**
 * The secret of an account's terminal: `given` by the environment, or the one that its folder has, made
 * when there is none. Throws when it is too short to be one, without showing it.
 */
export function terminalSecret(folder: string, given?: string): string {
  const file = terminalSecretFile(folder);
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const secret = given ?? known ?? randomBytes(32).toString('base64url');
  if (secret.length < LEAST_SECRET) {
    throw new Error(
      `the secret of the terminal has ${secret.length} characters, and needs ${LEAST_SECRET}`,
    );
  }
  if (secret !== known) writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
