import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../agents/fact.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { setDamagedAside } from './set-aside.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import { factsOf, MAIN, readAll, scratchFile, write } from './test/scratch.ts';

const digest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** A close with this order number, as fact `seq`. */
function using(seq: number, number: number): Fact {
  const reduction = { type: 'close', position: '1', lots: 0.1, why: 'a test' };
  const body = { kind: 'reduction-intended', number, magic: number, reduction };
  return { seq, account: MAIN, time: seq as UtcMs, body: body as never };
}

/** Put other bytes over `words` where they stand in the file, past everything SQLite checks. */
function damage(file: string, words: string): void {
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf(words);
  expect(at).toBeGreaterThan(0);
  bytes.fill(0x21, at, at + words.length);
  writeFileSync(file, bytes);
}

/** A journal of 40 facts, of which 30 used order numbers 101 to 130, closed in good order. */
function written(nextNumber = 131): string {
  const file = scratchFile();
  const journal = SqliteJournal.open(file, MAIN);
  journal.append(factsOf(1, 10));
  journal.append(Array.from({ length: 30 }, (_, at) => using(11 + at, 101 + at)));
  journal.commit(nextNumber);
  journal.close();
  return file;
}

const markFile = (file: string): string => file.replace('.sqlite', '.mark');

describe('a damaged journal, for an emergency stop', () => {
  it('is set aside byte for byte; the new one begins with what stands before the damage', () => {
    const file = written();
    damage(file, '"number":120');
    const before = digest(file);
    const aside = setDamagedAside(file, MAIN);
    expect(aside).toMatchObject({ file: `${file}.damaged-1`, kept: 29 });
    expect(aside?.detail).toContain('fact 30 is missing or was changed');
    expect(digest(`${file}.damaged-1`)).toBe(before);
    const journal = SqliteJournal.open(file, MAIN);
    expect([...journal.read()].map(({ seq }) => seq)).toEqual(factsOf(1, 29).map(({ seq }) => seq));
    expect(journal.opened).toEqual({ lastSeq: 29, lostFacts: 11, markedNextNumber: 131 });
    journal.close();
  });

  it('numbers go on above what stands behind the damage, when the mark is garbled too', () => {
    const file = written();
    damage(file, '"number":105');
    writeFileSync(markFile(file), 'nonsense');
    expect(setDamagedAside(file, MAIN)?.kept).toBe(14);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 14, lostFacts: 1, markedNextNumber: 131 });
    journal.close();
  });

  it('that is no database any more leaves its numbers all the same', () => {
    const file = written(1); // and the mark knows less than the file
    const bytes = readFileSync(file);
    bytes.fill(0, 0, 4096);
    writeFileSync(file, bytes);
    const aside = setDamagedAside(file, MAIN);
    expect(aside?.kept).toBe(0);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 0, lostFacts: 40, markedNextNumber: 131 });
    journal.close();
  });

  it('a number that was damaged into an absurd one is not believed', () => {
    const file = written();
    damage(file, '"number":105');
    const bytes = readFileSync(file);
    const at = bytes.lastIndexOf('"number":130,"');
    bytes.write('"number":9999999999', at);
    writeFileSync(file, bytes);
    setDamagedAside(file, MAIN);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened.markedNextNumber).toBe(131); // the mark's own
    journal.close();
  });

  it('never takes the place of one that was set aside before', () => {
    const file = written();
    for (const number of ['"number":120', '"number":110']) {
      damage(file, number);
      setDamagedAside(file, MAIN);
    }
    const names = readdirSync(dirname(file)).filter((name) => /damaged-\d+$/.test(name));
    expect(names.toSorted()).toEqual(['journal.sqlite.damaged-1', 'journal.sqlite.damaged-2']);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 19, lostFacts: 21, markedNextNumber: 131 });
    journal.close();
  });

  it('a whole journal, none at all, or one of another account is left alone', () => {
    const whole = scratchFile();
    write(whole, 5);
    const before = digest(whole);
    expect(setDamagedAside(whole, MAIN)).toBeUndefined();
    expect(setDamagedAside(whole, 'other' as AccountName)).toBeUndefined();
    expect(digest(whole)).toBe(before);
    expect(readAll(whole)).toEqual(factsOf(1, 5));
    const none = scratchFile();
    expect(setDamagedAside(none, MAIN)).toBeUndefined();
    expect(existsSync(none)).toBe(false);
  });
});
