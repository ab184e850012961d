import { chmodSync, existsSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SqliteJournal } from './sqlite-journal.ts';
import {
  inAnotherProcess,
  killHard,
  MAIN,
  problemOf,
  readAll,
  scratchFolder,
  write,
} from './test/scratch.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Commits 40 facts one by one, appends three more, and is ready to be killed. */
function writing(file: string): string {
  return (
    `const journal = SqliteJournal.open(${JSON.stringify(file)}, 'main');\n` +
    'for (let seq = 1; seq <= 40; seq += 1) { journal.append([fact(seq)]); journal.commit(seq); }\n' +
    'journal.append([fact(41), fact(42), fact(43)]);'
  );
}

describe('a process that is killed with -9', () => {
  it('leaves every committed fact and none of the others', async () => {
    const folder = scratchFolder();
    const file = join(folder, 'journal.sqlite');
    const { child } = await inAnotherProcess(folder, writing(file));
    await killHard(child);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.opened).toEqual({ lastSeq: 40, lostFacts: 0, markedNextNumber: 40 });
    expect([...journal.read()].map(({ seq }) => seq)).toEqual(
      Array.from({ length: 40 }, (_, at) => at + 1),
    );
    journal.close();
    write(file, 42);
    expect(readAll(file)).toHaveLength(42);
  });

  it('and loses its write-ahead log is found out by the mark', async () => {
    const folder = scratchFolder();
    const file = join(folder, 'journal.sqlite');
    const { child } = await inAnotherProcess(folder, writing(file));
    await killHard(child);
    const log = `${file}-wal`;
    expect(existsSync(log)).toBe(true);
    truncateSync(log, Math.floor(statSync(log).size / 2));
    const journal = SqliteJournal.open(file, MAIN);
    const { lastSeq, lostFacts, markedNextNumber } = journal.opened;
    expect(lastSeq).toBeGreaterThan(0);
    expect(lastSeq).toBeLessThan(40);
    expect(lostFacts).toBe(40 - lastSeq);
    expect(markedNextNumber).toBe(40);
    expect([...journal.read()]).toHaveLength(lastSeq);
    journal.close();
  });

  it('holds the journal while it lives, and no longer', async () => {
    const folder = scratchFolder();
    const file = join(folder, 'journal.sqlite');
    const { child } = await inAnotherProcess(folder, writing(file));
    const problem = problemOf(() => SqliteJournal.open(file, MAIN));
    expect(problem).toMatchObject({ kind: 'cannot-write' });
    await killHard(child);
    expect(readAll(file)).toHaveLength(40);
  });
});

describe('a file that may be read only', () => {
  /** What a process without rights to `target` says of the journal. */
  async function refusal(target: 'file' | 'folder'): Promise<string> {
    const folder = scratchFolder();
    const file = join(folder, 'journal.sqlite');
    write(file, 3);
    const body =
      `try { SqliteJournal.open(${JSON.stringify(file)}, 'main'); say('opened'); }\n` +
      'catch (error) { say(`${error.problem?.kind}: ${error.message}`); }';
    chmodSync(file, target === 'file' ? 0o444 : 0o666);
    chmodSync(file.replace('.sqlite', '.mark'), 0o666);
    chmodSync(folder, target === 'folder' ? 0o555 : 0o777);
    const elsewhere = scratchFolder();
    chmodSync(elsewhere, 0o755);
    const { said } = await inAnotherProcess(elsewhere, body, isRoot ? { uid: NOBODY } : {});
    chmodSync(folder, 0o777); // or it could not be removed
    return said;
  }

  it.skipIf(process.platform === 'win32')('is refused when it is opened: the file', async () => {
    expect(await refusal('file')).toMatch(/^cannot-write: .*journal\.sqlite: it cannot be opened/);
  });

  it.skipIf(process.platform === 'win32')('is refused when it is opened: the folder', async () => {
    expect(await refusal('folder')).toMatch(
      /^cannot-write: .*journal\.sqlite: it cannot be opened/,
    );
  });
});
