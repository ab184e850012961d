import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, linkOfLayout1 } from './chain.ts';
import { readJournal } from './read-journal.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import { factsOf, MAIN, problemOf, readAll, scratchFile, write } from './test/scratch.ts';

/** A journal as the first layout had it: without the account's name. */
function layout1(file: string, facts: number): void {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE facts (seq INTEGER PRIMARY KEY, time INTEGER NOT ' +
      'NULL, kind TEXT NOT NULL, body TEXT NOT NULL, link TEXT NOT NULL) STRICT; ' +
      'PRAGMA user_version = 1',
  );
  const insert = database.prepare('INSERT INTO facts VALUES (?, ?, ?, ?, ?)');
  let link = CHAIN_START;
  for (const { seq, time, body } of factsOf(1, facts)) {
    const text = JSON.stringify(body);
    link = linkOfLayout1(link, seq, time, text);
    insert.run(seq, time, body.kind, text, link);
  }
  database.close();
}

describe('a journal of the first layout', () => {
  it('is brought to the present one, with its old self beside it, and goes on', () => {
    const file = scratchFile();
    layout1(file, 5);
    write(file, 7, 3); // opens it twice over
    expect(readAll(file)).toEqual(factsOf(1, 7));
    const copy = file.replace('.sqlite', '.layout-1.sqlite');
    const old: unknown[] = [];
    expect(readJournal(copy, MAIN, (fact) => old.push(fact))).toEqual({ ok: true });
    expect(old).toEqual(factsOf(1, 5));
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare('SELECT DISTINCT account FROM facts').all()).toEqual([
      expect.objectContaining({ account: 'main' }),
    ]);
    database.close();
  });

  it('is read as it is by who only reads, and not changed by it', () => {
    const file = scratchFile();
    layout1(file, 4);
    const told: unknown[] = [];
    expect(readJournal(file, MAIN, (fact) => told.push(fact))).toEqual({ ok: true });
    expect(told).toEqual(factsOf(1, 4));
    expect(existsSync(file.replace('.sqlite', '.layout-1.sqlite'))).toBe(false);
  });

  it('never writes over an older copy', () => {
    const file = scratchFile();
    layout1(file.replace('.sqlite', '.layout-1.sqlite'), 2);
    layout1(file, 4);
    SqliteJournal.open(file, MAIN).close();
    expect(readdirSync(dirname(file)).filter((name) => name.includes('layout-1'))).toEqual([
      'journal.layout-1.2.sqlite',
      'journal.layout-1.sqlite',
    ]);
  });

  it('that is damaged is refused and left as it is, without a copy', () => {
    const file = scratchFile();
    layout1(file, 4);
    const database = new DatabaseSync(file);
    database.exec("UPDATE facts SET body = replace(body, 'number 3', 'number 8')");
    database.close();
    const problem = problemOf(() => SqliteJournal.open(file, MAIN));
    expect(problem).toMatchObject({ kind: 'damaged', file });
    expect(problem?.detail).toMatch(/^fact 3 /);
    const told: number[] = [];
    expect(readJournal(file, MAIN, ({ seq }) => told.push(seq))).toMatchObject({ why: 'damaged' });
    expect(told).toEqual([1, 2]);
    expect(readdirSync(dirname(file)).some((name) => name.includes('layout-1'))).toBe(false);
  });
});
