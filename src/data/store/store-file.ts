import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failure, success, type Failure, type Outcome } from '../data-problem.ts';

/** Name of the store's file in its folder. */
export const STORE_FILE = 'history.sqlite';
/** "KIMI" as a number: tells this file from any other SQLite database. */
const APPLICATION = 0x4b_49_4d_49;
/** Layout of the file; a higher one was written by a newer version of the program. */
const LAYOUT = 1;
const PATIENCE_MS = 5000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    grain TEXT NOT NULL,
    side TEXT NOT NULL,
    UNIQUE (symbol, grain, side)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS chunks (
    series INTEGER NOT NULL REFERENCES series (id),
    start INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (series, start)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS imports (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    grain TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS downloads (
    symbol TEXT NOT NULL,
    grain TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (symbol, grain, day)
  ) STRICT`;

/**
 * Opens the database of the store in `folder`, making both when `creates`. Write-ahead log and full
 * sync: what a killed import began is not there, and who reads meanwhile sees the state before it.
 */
export function openStoreFile(folder: string, creates: boolean): Outcome<DatabaseSync> {
  const file = join(folder, STORE_FILE);
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    const mend = 'Name a folder for --store';
    return failure('store-unusable', folder, undefined, 'this is a file, not a folder', mend);
  }
  if (!creates && !existsSync(file)) {
    const mend = 'Import files first: kimi-agent data import FILE… --symbol S --clock RULE';
    return failure('store-absent', folder, undefined, 'there is no store of bars here yet', mend);
  }
  let database: DatabaseSync | undefined;
  try {
    if (creates) mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(file, { timeout: PATIENCE_MS });
    const problem = layoutProblem(database, file);
    if (problem) {
      database.close();
      return problem;
    }
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    if (creates) {
      database.exec(
        `BEGIN IMMEDIATE; ${SCHEMA}; PRAGMA application_id = ${APPLICATION};
         PRAGMA user_version = ${LAYOUT}; COMMIT`,
      );
    }
    return success(database);
  } catch (error) {
    database?.close();
    return storeFailure(file, error);
  }
}

function layoutProblem(database: DatabaseSync, file: string): Failure | undefined {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const application = Number(database.prepare('PRAGMA application_id').get()?.['application_id']);
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (tables === 0) return undefined;
  if (application !== APPLICATION) {
    const mend = 'Name another folder with --store';
    return failure('store-unusable', file, undefined, 'it is a database of something else', mend);
  }
  if (layout <= LAYOUT) return undefined;
  const reason = `it was written by a newer version (layout ${layout}, this one knows ${LAYOUT})`;
  return failure('store-unusable', file, undefined, reason, 'Update kimi-agent');
}

/** What SQLite could not do, in words. Anything that is not SQLite's is a bug and thrown on. */
export function storeFailure(file: string, error: unknown): Failure {
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  const kind = (errcode ?? 0) & 0xff;
  if (kind === BUSY || kind === LOCKED) {
    const mend = 'Wait until it is done and try again';
    return failure('store-busy', file, undefined, 'another process is writing to it', mend);
  }
  if (kind === CORRUPT || kind === NOT_A_DATABASE) {
    const mend = 'Restore it from a backup, or delete it and import the files again';
    return failure('store-damaged', file, undefined, 'the file is damaged', mend);
  }
  if (code === 'ERR_SQLITE_ERROR' || (error as NodeJS.ErrnoException).syscall !== undefined) {
    const reason = `it cannot be used (${message ?? code})`;
    const mend = 'Check that the folder may be written and the disk is not full';
    return failure('store-unusable', file, undefined, reason, mend);
  }
  throw error;
}

const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
