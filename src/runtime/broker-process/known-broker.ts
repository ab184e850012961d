import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from '../state/json-file.ts';

/** Has this account traded with a broker in a process of its own? */
export function hasKnownBroker(folder: string): boolean {
  return existsSync(fileIn(folder));
}

/** Note which broker an account trades with; why not, when it has lived with other books. */
export function knowBroker(folder: string, id: string, hasLived: boolean): string | undefined {
  const known = readJson(fileIn(folder)) as { id: string } | undefined;
  if (known?.id === id) return undefined;
  if (known || hasLived) {
    return (
      `${folder} has lived with other books than this broker's: a journal is compared with its own ` +
      'broker only. Start that one (kimi-agent broker --state DIR), or begin in a new folder'
    );
  }
  writeJson(fileIn(folder), { id });
  return undefined;
}

function fileIn(folder: string): string {
  return join(folder, 'known-broker.json');
}
