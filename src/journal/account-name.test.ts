import { describe, expect, it } from 'vitest';
import type { AccountName } from '../market/units.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import { factsOf, problemOf, readAll, scratchFile, tamper, write } from './test/scratch.ts';

describe('an account’s name', () => {
  it('stands in every row, and a journal of another account is refused by name', () => {
    const file = scratchFile();
    write(file, 2);
    const problem = problemOf(() => SqliteJournal.open(file, 'second' as AccountName));
    expect(problem).toEqual({
      kind: 'other-account',
      file,
      detail: 'it is the journal of the account main, not of second',
      mend: 'Name the account as it was named, or use another state folder (--state DIR)',
    });
    expect(readAll(file)).toEqual(factsOf(1, 2));
  });

  it('that was changed in one row is found: by the name, or by the chain', () => {
    const renamed = scratchFile();
    write(renamed, 3);
    tamper(renamed, "UPDATE facts SET account = 'second' WHERE seq = 2");
    expect(problemOf(() => readAll(renamed))?.kind).toBe('other-account');
    const all = scratchFile();
    write(all, 3);
    tamper(all, "UPDATE facts SET account = 'second'");
    const journal = SqliteJournal.open(all, 'second' as AccountName);
    expect(problemOf(() => [...journal.read()])?.kind).toBe('damaged');
    journal.close();
  });
});
