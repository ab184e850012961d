import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { AccountName } from '../market/units.ts';
import { JournalError, type JournalProblem } from './journal.ts';
import { LAYOUT, SCHEMA } from './layout.ts';
import { migrate } from './migrate.ts';
import { SqliteStore } from './sqlite-store.ts';
import { DAMAGED_MEND, StoredJournal } from './stored-journal.ts';

/** The journal in a SQLite file: write-ahead log, full sync, so a commit survives a power cut. */
export class SqliteJournal extends StoredJournal {
  /**
   * Open the journal of `account`, making it when there is none. One of an older layout is brought
   * to this one, after a copy of it was put beside it. Throws {@link JournalError}.
   */
  static open(file: string, account: AccountName): SqliteJournal {
    const isNew = !existsSync(file);
    let database: DatabaseSync | undefined;
    let store: SqliteStore | undefined;
    try {
      database = new DatabaseSync(file);
      // One writer: the lock is held until this connection ends, however it does.
      database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE');
      const layout = checkLayout(file, database, isNew); // before anything that changes a file
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      if (layout === 1) migrate(file, database, account);
      // Writes, so that a file that cannot be written is found now and not at the first order.
      database.exec(`BEGIN IMMEDIATE; ${SCHEMA}; PRAGMA user_version = ${LAYOUT}; COMMIT`);
      store = new SqliteStore(file, database);
      return new SqliteJournal(store, account);
    } catch (error) {
      if (store) store.close();
      else database?.close();
      throw error instanceof JournalError ? error : new JournalError(openProblem(file, error));
    }
  }
}

function checkLayout(file: string, database: DatabaseSync, isNew: boolean): number {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (layout > LAYOUT) {
    throw new JournalError({
      kind: 'newer-version',
      file,
      detail: `it was written by a newer version (layout ${layout}, this one knows ${LAYOUT})`,
      mend: 'Start the newer version, or use another state folder (--state DIR)',
    });
  }
  if (layout === 0 && !isNew) {
    const tables = database.prepare('SELECT count(*) AS n FROM sqlite_master').get();
    if (Number(tables?.['n']) > 0) {
      throw new JournalError({
        kind: 'not-a-journal',
        file,
        detail: 'it is a database, but not a journal of this program',
        mend: 'Use another state folder (--state DIR)',
      });
    }
  }
  return layout;
}

function openProblem(file: string, error: unknown): JournalProblem {
  const text = error instanceof Error ? error.message : String(error);
  if (/not a database|malformed|corrupt/i.test(text)) {
    return { kind: 'damaged', file, detail: `it cannot be read (${text})`, mend: DAMAGED_MEND };
  }
  return {
    kind: 'cannot-write',
    file,
    detail: `it cannot be opened (${text})`,
    mend: 'Check that the folder exists, is writable, and that no other process uses it',
  };
}
