import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoredRow } from './chain.ts';
import type { JournalStore, Mark } from './journal-store.ts';
import { JournalMark } from './mark.ts';
import type { StoredSnapshot } from './snapshot.ts';
import { SnapshotFiles } from './snapshot-files.ts';

const COLUMNS = 'seq, account, time, kind, body, link';

/** Rows in an open SQLite file of the present layout; mark and snapshots in files beside it. */
export class SqliteStore implements JournalStore {
  readonly name: string;
  readonly mark: Mark | undefined;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #mark: JournalMark;
  readonly #snapshots: SnapshotFiles;
  #inTransaction = false;

  constructor(file: string, database: DatabaseSync) {
    this.name = file;
    this.#database = database;
    this.#insert = database.prepare(`INSERT INTO facts (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`);
    const beside = `${file.replace(/\.sqlite$/, '')}.mark`;
    this.mark = JournalMark.read(beside);
    this.#mark = new JournalMark(beside);
    this.#snapshots = new SnapshotFiles(file);
  }

  last(): StoredRow | undefined {
    return this.#select('ORDER BY seq DESC LIMIT 1').get() as StoredRow | undefined;
  }

  rows(): Iterable<StoredRow> {
    return this.#select('ORDER BY seq').iterate() as unknown as Iterable<StoredRow>;
  }

  append({ seq, account, time, kind, body, link }: StoredRow): void {
    if (!this.#inTransaction) {
      this.#database.exec('BEGIN IMMEDIATE');
      this.#inTransaction = true;
    }
    this.#insert.run(seq, account, time, kind, body, link);
  }

  commit(): void {
    if (!this.#inTransaction) return;
    this.#database.exec('COMMIT');
    this.#inTransaction = false;
  }

  writeMark(mark: Mark): void {
    this.#mark.write(mark);
  }

  linkAt(seq: number): string | undefined {
    const row = this.#select('WHERE seq = ?').get(seq) as StoredRow | undefined;
    return row?.link;
  }

  snapshots(): readonly StoredSnapshot[] {
    return this.#snapshots.read();
  }

  keepSnapshot(snapshot: StoredSnapshot): void {
    this.#snapshots.keep(snapshot);
  }

  close(): void {
    this.#database.close();
    this.#mark.close();
  }

  #select(rest: string): StatementSync {
    return this.#database.prepare(`SELECT ${COLUMNS} FROM facts ${rest}`);
  }
}
