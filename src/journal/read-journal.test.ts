import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../agents/fact.ts';
import { readJournal, type JournalReading } from './read-journal.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import {
  factsOf,
  inAnotherProcess,
  killHard,
  MAIN,
  readAll,
  scratchFile,
  scratchFolder,
  write,
} from './test/scratch.ts';

function reading(file: string): { facts: Fact[]; reading: JournalReading } {
  const facts: Fact[] = [];
  return { reading: readJournal(file, MAIN, (fact) => facts.push(fact)), facts };
}

describe('a journal that nobody has open', () => {
  it('is read whole, and can be written on afterwards', () => {
    const file = scratchFile();
    write(file, 5);
    expect(reading(file)).toEqual({ reading: { ok: true }, facts: factsOf(1, 5) });
    write(file, 7);
    expect(readAll(file)).toEqual(factsOf(1, 7));
  });

  it('is read after a hard end, what only its log holds included', async () => {
    const folder = scratchFolder();
    const file = `${folder}/journal.sqlite`;
    const { child } = await inAnotherProcess(
      folder,
      `const journal = SqliteJournal.open(${JSON.stringify(file)}, 'main');
       journal.append([fact(1), fact(2)]); journal.commit(1);`,
    );
    expect(reading(file).reading).toMatchObject({ ok: false, why: 'in-use' });
    await killHard(child);
    expect(reading(file).facts.map(({ seq }) => seq)).toEqual([1, 2]);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toMatchObject({ lastSeq: 2, lostFacts: 0 });
    journal.close();
  });

  it('tells what stands before a damage, and of the damage', () => {
    const file = scratchFile();
    write(file, 5);
    const database = new DatabaseSync(file);
    database.exec("UPDATE facts SET body = '{}' WHERE seq = 3");
    database.close();
    const { facts, reading: found } = reading(file);
    expect(facts).toEqual(factsOf(1, 2));
    expect(found).toMatchObject({ ok: false, why: 'damaged' });
  });

  it('that is none says so', () => {
    const file = scratchFile();
    expect(reading(file).reading).toMatchObject({ ok: false, why: 'none' });
    writeFileSync(file, 'a letter to a friend, much longer than a header of a database would be');
    expect(reading(file).reading).toMatchObject({ ok: false, why: 'damaged' });
  });
});
