import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folded } from '../agents/test/agreement.ts';
import { LONG, runningWorld, say } from '../agents/test/world.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import {
  factsOf,
  MAIN,
  problemOf,
  readAll,
  scratchFile,
  scratchFolder,
  tamper,
  write,
} from './test/scratch.ts';

describe('a journal', () => {
  it('gives back what was committed, exactly, after it was closed and opened again', () => {
    const file = scratchFile();
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    const { facts } = world;
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 0, lostFacts: 0, markedNextNumber: 1 });
    for (let at = 0; at < facts.length; at += 3) {
      journal.append(facts.slice(at, at + 3));
      journal.commit(world.state.nextNumber);
    }
    expect([...journal.read()]).toEqual(facts);
    journal.close();

    const again = SqliteJournal.open(file, MAIN);
    expect(again.opened).toEqual({ lastSeq: facts.length, lostFacts: 0, markedNextNumber: 2 });
    const stored = [...again.read()];
    expect(stored).toEqual(facts);
    expect(folded(stored)).toEqual(world.state);
    again.append(factsOf(facts.length + 1, facts.length + 2));
    again.commit(2);
    again.close();
    expect(readAll(file)).toHaveLength(facts.length + 2);
  });

  it('holds nothing of what was not committed', () => {
    const file = scratchFile();
    const journal = SqliteJournal.open(file, MAIN);
    journal.append(factsOf(1, 3));
    journal.commit(1);
    journal.append(factsOf(4, 5));
    journal.close();
    expect(readAll(file)).toEqual(factsOf(1, 3));
  });

  it('takes in no fact out of its place, and goes on with the one that is due', () => {
    const file = scratchFile();
    const journal = SqliteJournal.open(file, MAIN);
    expect(() => journal.append(factsOf(2, 2))).toThrow('fact 2 cannot follow 0');
    expect(() => journal.append([...factsOf(1, 1), ...factsOf(3, 3)])).toThrow(
      'fact 3 cannot follow 1',
    );
    journal.append(factsOf(1, 1));
    journal.commit(1);
    journal.close();
    expect(readAll(file)).toEqual(factsOf(1, 1));
  });

  it('commits nothing when nothing was appended, and leaves the mark alone', () => {
    const file = scratchFile();
    write(file, 2, 5);
    const journal = SqliteJournal.open(file, MAIN);
    journal.commit(99);
    journal.close();
    const again = SqliteJournal.open(file, MAIN);
    expect(again.opened).toEqual({ lastSeq: 2, lostFacts: 0, markedNextNumber: 5 });
    again.close();
  });
});

describe('the chain', () => {
  it.each([
    ['a changed word', "UPDATE facts SET body = replace(body, 'number 3', 'number 8')", 3],
    ['a changed time', 'UPDATE facts SET time = time + 1 WHERE seq = 2', 2],
    ['a removed row', 'DELETE FROM facts WHERE seq = 4', 4],
    ['a removed beginning', 'DELETE FROM facts WHERE seq = 1', 1],
    ['two rows that changed places', SWAP(), 2],
    ['a changed link', "UPDATE facts SET link = 'x' WHERE seq = 5", 5],
  ])('finds %s and names the fact', (_, sql, fact) => {
    const file = scratchFile();
    write(file, 6);
    tamper(file, sql);
    const problem = problemOf(() => readAll(file));
    expect(problem).toEqual({
      kind: 'damaged',
      file,
      detail: `fact ${fact} is missing or was changed after it was written`,
      mend:
        'Set the file aside (move it, do not delete it) and start again: the account is rebuilt ' +
        "from the broker's own books",
    });
  });

  it('gives what comes before the damage, and not a fact beyond', () => {
    const file = scratchFile();
    write(file, 6);
    tamper(file, 'DELETE FROM facts WHERE seq = 4');
    const journal = SqliteJournal.open(file, MAIN);
    const read: number[] = [];
    expect(() => {
      for (const { seq } of journal.read()) read.push(seq);
    }).toThrow('fact 4');
    expect(read).toEqual([1, 2, 3]);
    journal.close();
  });
});

describe('the mark beside the file', () => {
  it('tells what an older copy of the file has lost, and where numbers go on', () => {
    const file = scratchFile();
    write(file, 5, 3);
    copyFileSync(file, `${file}.old`);
    write(file, 9, 8);
    copyFileSync(`${file}.old`, file);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 5, lostFacts: 4, markedNextNumber: 8 });
    journal.close();
  });

  it('tells of a tail that was cut off', () => {
    const file = scratchFile();
    write(file, 9, 8);
    tamper(file, 'DELETE FROM facts WHERE seq > 7');
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toMatchObject({ lastSeq: 7, lostFacts: 2 });
    journal.close();
  });

  it('tells of a file that is gone', () => {
    const file = scratchFile();
    write(file, 5, 3);
    rmSync(file);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 0, lostFacts: 5, markedNextNumber: 3 });
    journal.close();
  });

  it('counts from the new end once the loss was told and facts were added', () => {
    const file = scratchFile();
    write(file, 9, 8);
    tamper(file, 'DELETE FROM facts WHERE seq > 2');
    write(file, 3, 9);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 3, lostFacts: 0, markedNextNumber: 9 });
    journal.close();
  });

  it('that is missing or garbled costs nothing but its knowledge', () => {
    for (const text of ['', 'garbled', '12']) {
      const file = scratchFile();
      write(file, 5, 3);
      writeFileSync(file.replace('.sqlite', '.mark'), text);
      const journal = SqliteJournal.open(file, MAIN);
      expect(journal.opened).toEqual({ lastSeq: 5, lostFacts: 0, markedNextNumber: 1 });
      journal.close();
    }
  });

  it('makes order numbers go on above it in the core, and the loss is named in the record', () => {
    const world = runningWorld();
    world.live(world.facts.slice(), { lostFacts: 4 });
    world.core.numbersGoOnAbove(8);
    world.core.numbersGoOnAbove(3);
    expect(world.of('fault')).toEqual([
      {
        kind: 'fault',
        where: 'journal',
        detail:
          'the journal has lost its last 4 facts: what they told is taken from the ' +
          "broker's books",
      },
    ]);
    say(world.close('EURUSD', 'GBPUSD'), LONG);
    expect(world.requests.map(({ number }) => number)).toEqual([8]);
    expect(world.live().state.nextNumber).toBe(9);
  });
});

describe('a file that is no journal of this program', () => {
  const untouched = (file: string): unknown => {
    const before = readFileSync(file);
    const problem = problemOf(() => SqliteJournal.open(file, MAIN));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(file.replace('.sqlite', '.mark'))).toBe(false);
    expect(problem?.file).toBe(file);
    return problem?.kind;
  };

  it('is refused by name when a newer version wrote it, and not changed', () => {
    const file = scratchFile();
    tamper(file, 'CREATE TABLE facts (id); PRAGMA user_version = 99');
    expect(untouched(file)).toBe('newer-version');
    const problem = problemOf(() => SqliteJournal.open(file, MAIN));
    expect(problem?.detail).toBe('it was written by a newer version (layout 99, this one knows 2)');
  });

  it('is refused by name when it is another database, and not changed', () => {
    const file = scratchFile();
    tamper(file, 'CREATE TABLE songs (id)');
    expect(untouched(file)).toBe('not-a-journal');
  });

  it('is refused by name when it is no database, and not changed', () => {
    const file = scratchFile();
    writeFileSync(file, 'Dear diary, today I bought euros. '.repeat(100));
    expect(untouched(file)).toBe('damaged');
  });

  it('is taken when it is empty', () => {
    const file = scratchFile();
    writeFileSync(file, '');
    write(file, 2);
    expect(readAll(file)).toEqual(factsOf(1, 2));
  });

  it('is refused when its folder is missing, saying what to check', () => {
    const file = join(scratchFolder(), 'nowhere', 'journal.sqlite');
    expect(problemOf(() => SqliteJournal.open(file, MAIN))).toMatchObject({
      kind: 'cannot-write',
      file,
      mend: 'Check that the folder exists, is writable, and that no other process uses it',
    });
  });
});

describe('one writer', () => {
  it('keeps a second one out until it is closed', () => {
    const file = scratchFile();
    const first = SqliteJournal.open(file, MAIN);
    first.append(factsOf(1, 1));
    first.commit(1);
    const problem = problemOf(() => SqliteJournal.open(file, MAIN));
    expect(problem).toMatchObject({ kind: 'cannot-write' });
    expect(problem?.detail).toMatch(/locked/);
    first.append(factsOf(2, 2));
    first.commit(1);
    first.close();
    expect(readAll(file)).toEqual(factsOf(1, 2));
  });

  it('that failed once writes no more, so that no hole comes about', () => {
    const file = scratchFile();
    const journal = SqliteJournal.open(file, MAIN);
    journal.append(factsOf(1, 2));
    journal.commit(1);
    const [third] = factsOf(3, 3);
    const unwritable = { ...third, time: Number.NaN } as never; // time must be a whole number
    const problem = problemOf(() => journal.append([unwritable]));
    expect(problem?.kind).toBe('cannot-write');
    expect(problemOf(() => journal.append(factsOf(3, 3)))).toEqual(problem);
    expect(problemOf(() => journal.commit(1))).toEqual(problem);
    journal.close();
    expect(readAll(file)).toEqual(factsOf(1, 2));
  });
});

function SWAP(): string {
  return (
    'UPDATE facts SET seq = 100 WHERE seq = 2; UPDATE facts SET seq = 2 WHERE seq = 3; ' +
    'UPDATE facts SET seq = 3 WHERE seq = 100'
  );
}
