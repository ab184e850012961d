import { join } from 'node:path';
import type { UtcMs } from '../../market/units.ts';
import { readJson, writeJson } from '../state/json-file.ts';

/**
 * The fencing token of this life of an account's folder: above every one that the folder has had, and on
 * the disk before it is returned. It is the present instant where that is more, so that a folder from a
 * backup, which has forgotten its last tokens, is not shut out for ever, and no two copies count alike.
 */
export function takeToken(folder: string, now: UtcMs): number {
  const token = Math.max(lastToken(folder) + 1, now);
  writeJson(fileIn(folder), { version: 1, token });
  return token;
}

/**
 * The token of the life before; 0 where none is kept. One that cannot be read is no reason to leave
 * positions alone: time goes on.
 */
export function lastToken(folder: string): number {
  try {
    const kept = readJson(fileIn(folder)) as { readonly token?: unknown } | undefined;
    return Number.isSafeInteger(kept?.token) ? Number(kept?.token) : 0;
  } catch {
    return 0;
  }
}

function fileIn(folder: string): string {
  return join(folder, 'mt5-token.json');
}
