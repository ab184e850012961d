import { DatabaseSync } from 'node:sqlite';
import type { StoredRow } from './chain.ts';

/** The rows after `seq` of a journal that no process has open, oldest first, as they lie there. */
export function* rowsAfter(file: string, seq: number): Iterable<StoredRow> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const select =
      'SELECT seq, account, time, kind, body, link FROM facts WHERE seq > ? ORDER BY seq';
    yield* database.prepare(select).iterate(seq) as unknown as Iterable<StoredRow>;
  } finally {
    database.close();
  }
}

/** Whose journal a file is; undefined for one that is empty. Throws as the database does. */
export function accountIn(file: string): string | undefined {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const row = database.prepare('SELECT account FROM facts LIMIT 1').get();
    return row && String(row['account']);
  } finally {
    database.close();
  }
}
