import { closeSync, copyFileSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Fact } from '../agents/fact.ts';
import type { AccountName } from '../market/units.ts';
import { JournalMark } from './mark.ts';
import { readJournal, type JournalReading } from './read-journal.ts';

export type JournalCopy =
  | {
      readonly ok: true;
      readonly facts: number;
      /** Above every order number that the copy and its mark have seen. */
      readonly nextNumber: number;
    }
  | Extract<JournalReading, { ok: false }>;

/** Between two tries the program is given this long, and twice as long each time. */
const FIRST_WAIT_MS = 2;
const TRIES = 10;

/**
 * Copy the journal of a program that may be writing it. Nothing is asked of the program: its files are
 * read, and a copy during which it began its log anew is made again. The whole chain of facts must
 * hold. The copy is one file without a log.
 */
export function copyJournal(file: string, account: AccountName, into: string): JournalCopy {
  const mark = JournalMark.read(`${file.replace(/\.sqlite$/, '')}.mark`);
  let last: JournalCopy = { ok: false, why: 'none', detail: `there is no journal ${file}` };
  for (let at = 0; at < TRIES && existsSync(file); at += 1) {
    if (at > 0) pause(FIRST_WAIT_MS << (at - 1));
    const log = logOf(file);
    last = copyFiles(file, into);
    if (last.ok && logOf(file) === log) last = readCopy(account, into, mark?.nextNumber ?? 1);
    else if (last.ok) last = unsteady(file);
    if (last.ok || last.why === 'other-account' || last.why === 'newer-version') break;
  }
  if (!last.ok) remove(into);
  return last;
}

/**
 * Which log it is: SQLite gives each a salt (bytes 16 to 23 of its header, sqlite.org/fileformat2.html
 * section 4). While it is the same one, what was moved from it into the file is still in it.
 */
function logOf(file: string): string | undefined {
  try {
    const salt = Buffer.alloc(8);
    const log = openSync(`${file}-wal`, 'r');
    try {
      readSync(log, salt, 0, 8, 16);
    } finally {
      closeSync(log);
    }
    return salt.toString('hex');
  } catch {
    return undefined; // there is none
  }
}

/** First the file, then its log: whatever is moved between them meanwhile is in the log as well. */
function copyFiles(file: string, into: string): JournalCopy {
  remove(into);
  try {
    copyFileSync(file, into);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${into}-wal`);
    return { ok: true, facts: 0, nextNumber: 1 };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, why: 'damaged', detail: `${file} cannot be copied (${words})` };
  }
}

function unsteady(file: string): JournalCopy {
  const detail = `${file} is written to so fast that no copy of it holds: try again`;
  return { ok: false, why: 'in-use', detail };
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function readCopy(account: AccountName, into: string, nextNumber: number): JournalCopy {
  try {
    const database = new DatabaseSync(into);
    database.exec('PRAGMA journal_mode = DELETE');
    database.close();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, why: 'damaged', detail: `its copy cannot be read (${words})` };
  }
  let facts = 0;
  let next = nextNumber;
  const reading = readJournal(into, account, ({ seq, body }: Fact) => {
    facts = seq;
    if (body.kind === 'order-intended' || body.kind === 'reduction-intended') {
      next = Math.max(next, body.number + 1);
    } else if (body.kind === 'reconciled') next = Math.max(next, body.nextNumber ?? 1);
  });
  return reading.ok ? { ok: true, facts, nextNumber: next } : reading;
}

function remove(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}
