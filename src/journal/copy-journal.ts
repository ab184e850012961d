import { copyFileSync, existsSync, rmSync } from 'node:fs';
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

/** A program that moves its log into the file while it is copied makes that copy useless. */
const TRIES = 8;

/**
 * Copy the journal of a program that may be writing it. Nothing is asked of the program: its files are
 * read, and the copy counts when the whole chain of facts holds, up to what the mark had seen before
 * the copy was begun; else it is made again. The copy is one file without a log.
 */
export function copyJournal(file: string, account: AccountName, into: string): JournalCopy {
  const mark = `${file.replace(/\.sqlite$/, '')}.mark`;
  let last: JournalCopy = { ok: false, why: 'none', detail: `there is no journal ${file}` };
  for (let at = 0; at < TRIES && existsSync(file); at += 1) {
    const before = JournalMark.read(mark);
    const copied = copyOnce(file, account, into, before?.nextNumber ?? 1);
    if (copied.ok && (copied.facts >= (before?.seq ?? 0) || at === TRIES - 1)) return copied;
    last = copied;
    if (!copied.ok && (copied.why === 'other-account' || copied.why === 'newer-version')) break;
  }
  remove(into);
  return last.ok ? { ok: false, why: 'damaged', detail: `${file} ends before its mark` } : last;
}

function copyOnce(
  file: string,
  account: AccountName,
  into: string,
  nextNumber: number,
): JournalCopy {
  remove(into);
  try {
    copyFileSync(file, into);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${into}-wal`);
    const database = new DatabaseSync(into);
    database.exec('PRAGMA journal_mode = DELETE');
    database.close();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, why: 'damaged', detail: `${file} cannot be copied (${words})` };
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
