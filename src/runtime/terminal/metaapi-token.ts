import { readFileSync, statSync } from 'node:fs';
import { environmentWithFile, secretNamed } from '../../config/secrets.ts';

/** Where MetaApi's token is kept: one of the two. */
export interface TokenPlace {
  readonly tokenFile?: string;
  readonly tokenEnv?: string;
}

/** MetaApi's token. Throws, without showing it, when it is not there or others can read it. */
export function metaApiToken({ tokenFile, tokenEnv }: TokenPlace): string {
  if (tokenFile !== undefined) return fromFile(tokenFile);
  const name = tokenEnv ?? '';
  const found = secretNamed(environmentWithFile(process.env, '.'), name);
  if (!found.ok) throw new Error(found.message);
  if (found.secret !== undefined) return found.secret;
  throw new Error(`the environment variable ${name}, which is to hold MetaApi's token, is not set`);
}

function fromFile(path: string): string {
  let text: string;
  try {
    const { mode } = statSync(path);
    // Windows keeps no such bits.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Error(`others can read ${path}, which holds MetaApi's token: chmod 600 ${path}`);
    }
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`${path}, which is to hold MetaApi's token, cannot be read (${code})`, {
      cause: error,
    });
  }
  if (text === '') throw new Error(`${path}, which is to hold MetaApi's token, is empty`);
  return text;
}
