import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import { snapshotFolder } from './snapshot-files.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import { StoredJournal } from './stored-journal.ts';
import { factsOf, MAIN, problemOf, scratchFile, tamper, write } from './test/scratch.ts';

const BODY = Uint8Array.from([1, 2, 3]);

/** A journal of five facts with a snapshot at the third and one at the fifth. */
function withSnapshots(): string {
  const file = scratchFile();
  for (const to of [3, 5]) {
    write(file, to);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.keepSnapshot('me', to, Uint8Array.from([...BODY, to]))).toBe(true);
    journal.close();
  }
  return file;
}

function found(file: string, maker = 'me'): number | undefined {
  const journal = SqliteJournal.open(file, MAIN);
  try {
    return journal.snapshot(maker)?.seq;
  } finally {
    journal.close();
  }
}

describe('a snapshot beside a journal', { timeout: 30_000 }, () => {
  it('is given back to who made it, and to nobody else', () => {
    const file = withSnapshots();
    const journal = SqliteJournal.open(file, MAIN);
    const snapshot = journal.snapshot('me');
    expect(snapshot?.seq).toBe(5);
    expect([...(snapshot?.body ?? [])]).toEqual([1, 2, 3, 5]);
    expect(journal.snapshot('another build')).toBeUndefined();
    expect([...journal.read(5)]).toEqual([]);
    expect([...journal.read(3)]).toEqual(factsOf(4, 5));
    journal.close();
  });

  it('is passed over when any of its bytes was changed, for the one before it', () => {
    const file = withSnapshots();
    const newest = join(
      snapshotFolder(file),
      readdirSync(snapshotFolder(file)).toSorted()[1] ?? '',
    );
    const whole = readFileSync(newest);
    const journal = SqliteJournal.open(file, MAIN);
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(newest, bytes);
      expect(journal.snapshot('me')?.seq).toBe(3);
      writeFileSync(newest, whole.subarray(0, at));
      expect(journal.snapshot('me')?.seq).toBe(3);
    }
    writeFileSync(newest, whole);
    expect(journal.snapshot('me')?.seq).toBe(5);
    journal.close();
  });

  it('is passed over when the journal has lost its fact, or another stands in its place', () => {
    const file = withSnapshots();
    tamper(file, 'DELETE FROM facts WHERE seq > 4');
    expect(found(file)).toBe(3);
    write(file, 5); // the same fact: the same chain
    expect(found(file)).toBe(5);
    tamper(file, 'DELETE FROM facts WHERE seq > 2');
    const journal = SqliteJournal.open(file, MAIN);
    journal.append(factsOf(3, 5).map((fact) => ({ ...fact, time: 7 as never })));
    journal.commit(1);
    expect(journal.snapshot('me')).toBeUndefined();
    // The next one makes room: those of the journal that is gone do not stand in its way.
    expect(journal.keepSnapshot('me', 5, BODY)).toBe(true);
    expect(journal.snapshot('me')?.seq).toBe(5);
    journal.close();
  });

  it('does not hide a change of facts that are in it', () => {
    const file = withSnapshots();
    tamper(file, `UPDATE facts SET body = replace(body, 'number 2', 'number 9') WHERE seq = 2`);
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.snapshot('me')?.seq).toBe(5);
    expect(problemOf(() => [...journal.read(5)])?.detail).toContain('fact 2 is missing');
    journal.close();
  });

  it('is kept of what is on the disk alone', () => {
    const disk = new MemoryDisk();
    const journal = new StoredJournal(disk.open(), MAIN);
    expect(journal.keepSnapshot('me', 0, BODY)).toBe(false);
    journal.append(factsOf(1, 2));
    expect(journal.keepSnapshot('me', 2, BODY)).toBe(false);
    journal.commit(1);
    expect(journal.keepSnapshot('me', 1, BODY)).toBe(false);
    expect(journal.keepSnapshot('me', 2, BODY)).toBe(true);
    disk.trouble = { tearsSnapshot: () => true };
    journal.append(factsOf(3, 3));
    journal.commit(1);
    expect(journal.keepSnapshot('me', 3, BODY)).toBe(true);
    disk.die();
    expect(new StoredJournal(disk.open(), MAIN).snapshot('me')?.seq).toBe(2);
  });

  it('that cannot be written changes nothing else', () => {
    const file = scratchFile();
    write(file, 2);
    rmSync(snapshotFolder(file), { force: true, recursive: true });
    writeFileSync(snapshotFolder(file), 'a file where the folder should be');
    const journal = SqliteJournal.open(file, MAIN);
    expect(journal.keepSnapshot('me', 2, BODY)).toBe(false);
    journal.append(factsOf(3, 3));
    journal.commit(1);
    expect([...journal.read()]).toEqual(factsOf(1, 3));
    journal.close();
  });
});
