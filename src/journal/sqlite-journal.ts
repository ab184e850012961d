import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Fact, FactBody } from '../agents/fact.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { CHAIN_START, linkOf } from './chain.ts';
import { JournalError, type Journal, type JournalOpened, type JournalProblem } from './journal.ts';
import { JournalMark } from './mark.ts';

/** Layout of the file; a higher one was written by a newer version of the program. */
const LAYOUT = 1;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS facts (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL
  ) STRICT`;

interface Row {
  seq: number;
  time: number;
  body: string;
  link: string;
}

/**
 * The journal in a SQLite file: write-ahead log, full sync, so a commit survives a power cut. Facts
 * are chained by hash, so a change or a hole inside is found when it is read.
 */
export class SqliteJournal implements Journal {
  readonly opened: JournalOpened;
  readonly #file: string;
  readonly #account: AccountName;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #mark: JournalMark;
  #link: string;
  #seq: number;
  #inTransaction = false;
  /** A write failed: what the file holds is unsure until it is opened again. */
  #failed: JournalError | undefined;

  private constructor(file: string, account: AccountName, database: DatabaseSync) {
    this.#file = file;
    this.#account = account;
    this.#database = database;
    this.#insert = database.prepare(
      'INSERT INTO facts (seq, time, kind, body, link) VALUES (?, ?, ?, ?, ?)',
    );
    const last = database.prepare('SELECT seq, link FROM facts ORDER BY seq DESC LIMIT 1').get();
    this.#seq = Number(last?.['seq'] ?? 0);
    this.#link = String(last?.['link'] ?? CHAIN_START);
    const mark = JournalMark.read(markOf(file));
    this.opened = {
      lastSeq: this.#seq,
      lostFacts: Math.max(0, (mark?.seq ?? 0) - this.#seq),
      markedNextNumber: mark?.nextNumber ?? 1,
    };
    this.#mark = new JournalMark(markOf(file));
  }

  /** Open the journal of `account`, making it when there is none. Throws {@link JournalError}. */
  static open(file: string, account: AccountName): SqliteJournal {
    const isNew = !existsSync(file);
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(file);
      // One writer: the lock is held until this connection ends, however it does.
      database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE');
      checkLayout(file, database, isNew); // before anything that would change a file not ours
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      // Writes, so that a file that cannot be written is found now and not at the first order.
      database.exec(`BEGIN IMMEDIATE; ${SCHEMA}; PRAGMA user_version = ${LAYOUT}; COMMIT`);
      return new SqliteJournal(file, account, database);
    } catch (error) {
      database?.close();
      throw error instanceof JournalError ? error : new JournalError(openProblem(file, error));
    }
  }

  *read(): Iterable<Fact> {
    let link = CHAIN_START;
    let expected = 1;
    const rows = this.#database.prepare('SELECT seq, time, body, link FROM facts ORDER BY seq');
    for (const found of rows.iterate()) {
      const row = found as unknown as Row;
      link = linkOf(link, row.seq, row.time, row.body);
      if (row.seq !== expected || row.link !== link) {
        throw new JournalError({
          kind: 'damaged',
          file: this.#file,
          detail: `fact ${expected} is missing or was changed after it was written`,
          mend: DAMAGED_MEND,
        });
      }
      expected += 1;
      yield {
        seq: row.seq,
        account: this.#account,
        time: row.time as UtcMs,
        body: JSON.parse(row.body) as FactBody,
      };
    }
  }

  append(facts: readonly Fact[]): void {
    if (facts.length === 0) return;
    let last = this.#seq;
    for (const { seq } of facts) {
      if (seq !== last + 1) throw new Error(`fact ${seq} cannot follow ${last} in ${this.#file}`);
      last = seq;
    }
    this.#write(() => {
      if (!this.#inTransaction) {
        this.#database.exec('BEGIN IMMEDIATE');
        this.#inTransaction = true;
      }
      for (const fact of facts) this.#insertFact(fact);
    });
  }

  commit(nextNumber: number): void {
    if (!this.#inTransaction) return;
    this.#write(() => {
      this.#database.exec('COMMIT');
      this.#inTransaction = false;
      this.#mark.write(this.#seq, nextNumber);
    });
  }

  close(): void {
    this.#database.close();
    this.#mark.close();
  }

  #insertFact(fact: Fact): void {
    const body = JSON.stringify(fact.body);
    const link = linkOf(this.#link, fact.seq, fact.time, body);
    this.#insert.run(fact.seq, fact.time, fact.body.kind, body, link);
    this.#seq = fact.seq;
    this.#link = link;
  }

  #write(step: () => void): void {
    if (this.#failed) throw this.#failed;
    try {
      step();
    } catch (error) {
      this.#failed = new JournalError({
        kind: 'cannot-write',
        file: this.#file,
        detail: `it cannot be written (${messageOf(error)})`,
        mend: 'Check free disk space and permissions; nothing was sent that it does not hold',
      });
      throw this.#failed;
    }
  }
}

const DAMAGED_MEND =
  'Set the file aside (move it, do not delete it) and start again: the account is rebuilt from the ' +
  "broker's own books";

function checkLayout(file: string, database: DatabaseSync, isNew: boolean): void {
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
}

function openProblem(file: string, error: unknown): JournalProblem {
  const text = messageOf(error);
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

function markOf(file: string): string {
  return file.replace(/\.sqlite$/, '') + '.mark';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
