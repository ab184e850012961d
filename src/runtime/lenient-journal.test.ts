import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { OpenRequest } from '../execution/broker-port.ts';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import { SqliteStore } from '../journal/sqlite-store.ts';
import { StoredJournal } from '../journal/stored-journal.ts';
import { factsOf, MAIN, readAll, scratchFile, write } from '../journal/test/scratch.ts';
import { LenientJournal } from './lenient-journal.ts';

const PAGES = 12;
const OPEN = {} as OpenRequest;

/** A real journal whose file may not grow beyond a few pages. */
function onFullDisk(file: string): StoredJournal {
  write(file, 1);
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA max_page_count = ${PAGES}`);
  return new StoredJournal(new SqliteStore(file, database), MAIN);
}

describe('a journal on a disk that is full', () => {
  it('lets nothing be opened, goes on in memory, and leaves word of what is lost', () => {
    const file = scratchFile();
    const stored = onFullDisk(file);
    const journal = new LenientJournal(stored);
    expect(journal.gate(OPEN)).toBeUndefined();
    let durable = 1;
    let seq = 1;
    for (; journal.gate(OPEN) === undefined; seq += 1) {
      durable = seq;
      journal.append(factsOf(seq + 1, seq + 1));
      journal.commit(500);
    }
    expect(durable).toBeGreaterThan(10);
    const refused = journal.gate(OPEN);
    expect(refused?.retcode).toBe(10_006);
    expect(refused?.detail).toContain('it cannot be written (database or disk is full)');
    expect(journal.takeTrouble()).toContain('nothing was sent that it does not hold');
    expect(journal.takeTrouble()).toBeUndefined();

    // What closes goes on: its facts and numbers are known to the mark alone.
    journal.append(factsOf(seq + 1, seq + 5));
    journal.commit(507);
    stored.close();
    const again = SqliteJournal.open(file, MAIN);
    expect(again.opened).toEqual({
      lastSeq: durable,
      lostFacts: seq + 5 - durable,
      markedNextNumber: 507,
    });
    again.close();
    expect(readAll(file)).toEqual(factsOf(1, durable));
  });

  it('takes the failing of other files too, and no other error', () => {
    const journal = new LenientJournal(onFullDisk(scratchFile()));
    const failing = (code: string) => (): void => {
      throw Object.assign(new Error(`${code}: no`), { code });
    };
    expect(() => journal.guard(failing('ENOENT'))).toThrow('ENOENT');
    const broken = (): void => void JSON.parse('{');
    expect(() => journal.guard(broken)).toThrow(SyntaxError);
    expect(journal.gate(OPEN)).toBeUndefined();
    journal.guard(failing('EROFS'));
    expect(journal.gate(OPEN)).toMatchObject({ detail: 'not sent: EROFS: no' });
  });
});
