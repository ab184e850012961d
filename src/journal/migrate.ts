import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, linkOf, linkOfLayout1 } from './chain.ts';
import { JournalError } from './journal.ts';
import { LAYOUT, SCHEMA } from './layout.ts';
import { DAMAGED_MEND } from './stored-journal.ts';

/**
 * Bring a journal of layout 1, whose rows named no account, to the present one. A copy of it is put
 * beside it first; the change is one transaction, so a crash leaves the old journal or the new one.
 */
export function migrate(file: string, database: DatabaseSync, account: string): void {
  checkChain(file, database);
  database.prepare('VACUUM INTO ?').run(copyName(file));
  database.exec(`BEGIN IMMEDIATE; ALTER TABLE facts RENAME TO facts_1; ${SCHEMA}`);
  try {
    copyRows(database, account);
    database.exec(`DROP TABLE facts_1; PRAGMA user_version = ${LAYOUT}; COMMIT`);
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** A new chain over damaged rows would hide the damage for good. */
function checkChain(file: string, database: DatabaseSync): void {
  let link = CHAIN_START;
  let expected = 1;
  const rows = database.prepare('SELECT seq, time, body, link FROM facts ORDER BY seq');
  for (const row of rows.iterate()) {
    const seq = Number(row['seq']);
    link = linkOfLayout1(link, seq, Number(row['time']), String(row['body']));
    if (seq !== expected || row['link'] !== link) {
      const detail = `fact ${expected} is missing or was changed after it was written`;
      throw new JournalError({ kind: 'damaged', file, detail, mend: DAMAGED_MEND });
    }
    expected += 1;
  }
}

function copyRows(database: DatabaseSync, account: string): void {
  const insert = database.prepare(
    'INSERT INTO facts (seq, account, time, kind, body, link) VALUES (?, ?, ?, ?, ?, ?)',
  );
  let link = CHAIN_START;
  const rows = database.prepare('SELECT seq, time, kind, body FROM facts_1 ORDER BY seq');
  for (const row of rows.iterate()) {
    const seq = Number(row['seq']);
    const time = Number(row['time']);
    const body = String(row['body']);
    link = linkOf(link, { seq, account, time, body });
    insert.run(seq, account, time, String(row['kind']), body, link);
  }
}

/** A name beside the journal that nothing has yet: an older copy is never written over. */
function copyName(file: string): string {
  const stem = file.replace(/\.sqlite$/, '');
  for (let count = 1; ; count += 1) {
    const name = `${stem}.layout-1${count === 1 ? '' : `.${count}`}.sqlite`;
    if (!existsSync(name)) return name;
  }
}
