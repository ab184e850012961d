import { join } from 'node:path';
import { setDamagedAside, type SetAside } from '../journal/set-aside.ts';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { ThreadStart } from './messages.ts';

/** An account's journal, and what was made of a damaged one that lay at its place. */
export interface OpenedJournal {
  readonly journal: SqliteJournal;
  readonly setAside: SetAside | undefined;
}

/**
 * Open the journal of an account. A damaged one is refused, but for an emergency stop: what is open
 * must be closed all the same, so the damaged file is set aside and a new one begun.
 */
export function openJournal({ folder, settings, emergency }: ThreadStart): OpenedJournal {
  const file = join(folder, 'journal.sqlite');
  const setAside = emergency === undefined ? undefined : setDamagedAside(file, settings.name);
  return { journal: SqliteJournal.open(file, settings.name), setAside };
}

export function asideWords({ file, detail, kept }: SetAside): string {
  return (
    `the journal was damaged (${detail}) and was set aside as ${file}; ${kept} facts stand before ` +
    'the damage'
  );
}
