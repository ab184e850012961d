import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyJournal } from './copy-journal.ts';
import { readJournal } from './read-journal.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import {
  factsOf,
  inAnotherProcess,
  killHard,
  MAIN,
  scratchFile,
  scratchFolder,
  tamper,
  write,
} from './test/scratch.ts';
import type { AccountName } from '../market/units.ts';

const COPIES = 25;

/** Sequence numbers of a copy, in order. */
function seqsIn(file: string): number[] {
  const seqs: number[] = [];
  expect(readJournal(file, MAIN, ({ seq }) => seqs.push(seq))).toEqual({ ok: true });
  return seqs;
}

describe('a copy of a journal', () => {
  it('is whole while its owner holds it locked and has not moved its log', () => {
    const file = scratchFile();
    const into = join(scratchFolder(), 'copy.sqlite');
    const journal = SqliteJournal.open(file, MAIN);
    journal.append(factsOf(1, 20));
    journal.commit(7);
    expect(readJournal(file, MAIN, () => {})).toMatchObject({ ok: false, why: 'in-use' });
    expect(copyJournal(file, MAIN, into)).toEqual({ ok: true, facts: 20, nextNumber: 7 });
    expect(seqsIn(into)).toHaveLength(20);
    expect(existsSync(`${into}-wal`)).toBe(false);
    journal.append(factsOf(21, 21)); // the owner has not noticed
    journal.commit(8);
    journal.close();
  });

  it(`holds all that was committed before it, ${COPIES} times while another process writes`, async () => {
    const folder = scratchFolder();
    const file = join(folder, 'journal.sqlite');
    const { child } = await inAnotherProcess(
      folder,
      `const journal = SqliteJournal.open(${JSON.stringify(file)}, 'main');
      let seq = 0;
      const some = () => {
        for (let at = 0; at < 40; at += 1) { seq += 1; journal.append([fact(seq)]); }
        journal.commit(seq + 1);
        setTimeout(some, 0);
      };
      some();`,
    );
    let facts = 0;
    for (let at = 0; at < COPIES; at += 1) {
      const into = join(folder, 'copy.sqlite');
      const copied = copyJournal(file, MAIN, into);
      expect(copied).toMatchObject({ ok: true });
      if (!copied.ok) continue;
      expect(copied.facts).toBeGreaterThanOrEqual(facts);
      expect(copied.nextNumber).toBeGreaterThanOrEqual(facts + 1);
      ({ facts } = copied);
      expect(seqsIn(into)).toEqual(Array.from({ length: facts }, (_, index) => index + 1));
    }
    expect(facts).toBeGreaterThan(500);
    await killHard(child);
  }, 60_000);

  it('is not made of what is damaged, of another account, or not there', () => {
    const file = scratchFile();
    const into = join(scratchFolder(), 'copy.sqlite');
    expect(copyJournal(file, MAIN, into)).toMatchObject({ ok: false, why: 'none' });
    write(file, 5);
    expect(copyJournal(file, 'other' as AccountName, into)).toMatchObject({
      ok: false,
      why: 'other-account',
    });
    tamper(file, 'DELETE FROM facts WHERE seq = 3');
    expect(copyJournal(file, MAIN, into)).toMatchObject({ ok: false, why: 'damaged' });
    writeFileSync(file, 'no database');
    expect(copyJournal(file, MAIN, into)).toMatchObject({ ok: false, why: 'damaged' });
    expect(existsSync(into)).toBe(false);
  });
});
