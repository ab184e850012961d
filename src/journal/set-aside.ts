import { closeSync, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join, dirname } from 'node:path';
import type { Fact } from '../agents/fact.ts';
import type { AccountName } from '../market/units.ts';
import { JournalMark } from './mark.ts';
import { readJournal } from './read-journal.ts';
import { SqliteJournal } from './sqlite-journal.ts';

/** A database and what it keeps beside it. */
const PARTS = ['', '-wal', '-shm'] as const;
const CHUNK_BYTES = 2 ** 24;
/** Longer than what is looked for: it may lie across two chunks. */
const OVERLAP_BYTES = 128;
/** How a fact that used an order number begins, as plain text in the pages of the file. */
const NUMBER = /"kind":"(?:order|reduction)-intended","number":(\d{1,10})\b/g;
/** No account gives so many orders: a larger one is a number that was damaged. */
const HIGHEST = 2 ** 31;

/** What was made of a damaged journal. */
export interface SetAside {
  /** Where the damaged file is now, byte for byte. */
  readonly file: string;
  /** What is wrong with it. */
  readonly detail: string;
  /** Facts before the damage, which the new journal begins with. */
  readonly kept: number;
}

/**
 * Set a damaged journal aside, for who must go on all the same, and begin a new one at its place with
 * the facts before the damage. The damaged file is renamed and never written to. Order numbers go on
 * above every one that the mark or any readable part of the file has seen, and the mark is left so
 * that the loss is told. Undefined when the journal is not damaged, or is not this account's to touch.
 * Throws when the disk does not let it.
 */
export function setDamagedAside(file: string, account: AccountName): SetAside | undefined {
  const facts: Fact[] = [];
  const reading = readJournal(file, account, (fact) => facts.push(fact));
  if (reading.ok || reading.why !== 'damaged') return undefined;
  const beside = `${file.replace(/\.sqlite$/, '')}.mark`;
  const mark = JournalMark.read(beside);
  const nextNumber = Math.max(mark?.nextNumber ?? 1, 1 + highestIn(file));
  const fresh = join(dirname(file), 'journal-anew.sqlite');
  removeAll(fresh);
  const journal = SqliteJournal.open(fresh, account);
  journal.append(facts);
  journal.commit(nextNumber);
  journal.close();
  const aside = freeName(file);
  for (const part of PARTS) {
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${aside}${part}`);
  }
  // At least one fact is gone, whatever the mark knows: the next start tells of it.
  const told = new JournalMark(beside);
  told.write({ seq: Math.max(mark?.seq ?? 0, facts.length + 1), nextNumber });
  told.close();
  for (const part of PARTS) {
    if (existsSync(`${fresh}${part}`)) renameSync(`${fresh}${part}`, `${file}${part}`);
  }
  removeAll(fresh);
  return { file: aside, detail: reading.detail, kept: facts.length };
}

/** The highest order number that stands anywhere in the files, readable as a database or not. */
function highestIn(file: string): number {
  let highest = 0;
  for (const part of ['', '-wal'] as const) {
    if (!existsSync(`${file}${part}`)) continue;
    for (const text of chunksOf(`${file}${part}`)) {
      for (const [, digits] of text.matchAll(NUMBER)) {
        const number = Number(digits);
        if (number > highest && number < HIGHEST) highest = number;
      }
    }
  }
  return highest;
}

function* chunksOf(file: string): Iterable<string> {
  const handle = openSync(file, 'r');
  const bytes = Buffer.alloc(CHUNK_BYTES);
  try {
    let before = '';
    for (let at = 0; ;) {
      const length = readSync(handle, bytes, 0, CHUNK_BYTES, at);
      if (length === 0) return;
      const text = bytes.toString('latin1', 0, length);
      yield before + text;
      before = text.slice(-OVERLAP_BYTES);
      at += length;
    }
  } finally {
    closeSync(handle);
  }
}

function freeName(file: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${file}.damaged-${number}`;
    if (PARTS.every((part) => !existsSync(`${name}${part}`))) return name;
  }
}

function removeAll(file: string): void {
  for (const part of PARTS) rmSync(`${file}${part}`, { force: true });
  rmSync(`${file.replace(/\.sqlite$/, '')}.mark`, { force: true });
}
