import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { LAYOUT, SCHEMA } from './layout.ts';
import { MemoryDisk } from './memory-disk.ts';
import { SqliteStore } from './sqlite-store.ts';
import { StoredJournal } from './stored-journal.ts';
import { factsOf, MAIN, problemOf, scratchFolder } from './test/scratch.ts';
import { describeStore } from './test/store-suite.ts';

describeStore('a SQLite file', () => {
  const folder = scratchFolder();
  let life = 0;
  const fileOf = (at: number, end = 'sqlite'): string => join(folder, `life-${at}.${end}`);
  return {
    open() {
      const database = new DatabaseSync(fileOf(life));
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${SCHEMA}`);
      database.exec(`PRAGMA user_version = ${LAYOUT}`);
      return new SqliteStore(fileOf(life), database);
    },
    /** The files as they lie there are all that is left, as after a power cut. */
    die() {
      life += 1;
      for (const end of ['sqlite', 'sqlite-wal', 'mark']) {
        const left = fileOf(life - 1, end);
        if (existsSync(left)) copyFileSync(left, fileOf(life, end));
      }
    },
  };
});

describeStore('a disk in memory', () => {
  const disk = new MemoryDisk();
  return { open: () => disk.open(), die: () => disk.die() };
});

describe('a disk that fails', () => {
  function journalOf(disk: MemoryDisk): StoredJournal {
    return new StoredJournal(disk.open(), MAIN);
  }

  it.each(['append', 'commit', 'mark'] as const)(
    'at a %s makes the journal refuse from then on, and loses nothing committed',
    (step) => {
      const disk = new MemoryDisk();
      const journal = journalOf(disk);
      journal.append(factsOf(1, 2));
      journal.commit(4);
      disk.trouble = { faultAt: (at) => (at === step ? 'fails' : undefined) };
      const problem = problemOf(() => {
        journal.append(factsOf(3, 4));
        journal.commit(5);
      });
      expect(problem?.kind).toBe('cannot-write');
      disk.trouble = {};
      expect(problemOf(() => journal.commit(5))).toEqual(problem);
      disk.die();
      const again = journalOf(disk);
      const held = step === 'mark' ? 4 : 2;
      expect([...again.read()]).toEqual(factsOf(1, held));
      expect(again.opened).toEqual({ lastSeq: held, lostFacts: 0, markedNextNumber: 4 });
    },
  );

  it.each([0, 1, 2])(
    'in the middle of a commit, after %i rows, keeps whole rows alone',
    (whole) => {
      const disk = new MemoryDisk();
      const journal = journalOf(disk);
      journal.append(factsOf(1, 1));
      journal.commit(1);
      journal.append(factsOf(2, 4));
      disk.trouble = {
        faultAt: (step) => (step === 'commit' ? 'tears' : undefined),
        tornAfter: () => whole,
      };
      expect(problemOf(() => journal.commit(2))?.kind).toBe('cannot-write');
      disk.trouble = {};
      disk.die(3);
      const again = journalOf(disk);
      expect([...again.read()]).toEqual(factsOf(1, 1 + whole));
      again.append(factsOf(2 + whole, 5));
      again.commit(2);
      expect([...journalOf(disk).read()]).toEqual(factsOf(1, 5));
    },
  );

  it('may have kept what was not committed', () => {
    const disk = new MemoryDisk();
    const journal = journalOf(disk);
    journal.append(factsOf(1, 5));
    disk.die(3);
    expect([...journalOf(disk).read()]).toEqual(factsOf(1, 3));
  });

  it('that tears the mark has none', () => {
    const disk = new MemoryDisk();
    const journal = journalOf(disk);
    journal.append(factsOf(1, 1));
    disk.trouble = { faultAt: (step) => (step === 'mark' ? 'tears' : undefined) };
    expect(problemOf(() => journal.commit(1))?.kind).toBe('cannot-write');
    expect(journalOf(disk).opened).toEqual({ lastSeq: 1, lostFacts: 0, markedNextNumber: 1 });
  });
});
