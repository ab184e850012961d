import { describe, expect, it } from 'vitest';
import { CHAIN_START, type StoredRow } from '../chain.ts';
import type { JournalStore } from '../journal-store.ts';
import { sumOf, type StoredSnapshot } from '../snapshot.ts';
import { StoredJournal } from '../stored-journal.ts';
import { factsOf, MAIN } from './scratch.ts';

/** One place where rows are kept, opened and lost the way a process and its machine do. */
export interface StorePlace {
  open(): JournalStore;
  /** The process ends without a word; `store` is of no more use. */
  die(store: JournalStore): void;
}

function row(seq: number): StoredRow {
  const body = `{"text":"“λ” ${seq}"}`;
  return {
    seq,
    account: 'main',
    time: 1_700_000_000_000 + seq,
    kind: 'fault',
    body,
    link: `l${seq}`,
  };
}

function snapshotAt(seq: number): StoredSnapshot {
  const head = { seq, account: 'main', link: `l${seq}`, maker: 'm' };
  const body = Uint8Array.from([0, 10, 255, seq]);
  return { ...head, body, sum: sumOf({ ...head, body }) };
}

const plainSnapshots = (store: JournalStore): StoredSnapshot[] =>
  store.snapshots().map((one) => ({ ...one, body: Uint8Array.from(one.body) }));

function put(store: JournalStore, from: number, to: number): void {
  for (let seq = from; seq <= to; seq += 1) store.append(row(seq));
}

const plain = (rows: Iterable<StoredRow>): StoredRow[] => [...rows].map((one) => ({ ...one }));
const rowsTo = (to: number): StoredRow[] => Array.from({ length: to }, (_, at) => row(at + 1));

/** What every store must do, whatever it writes to. */
export function describeStore(name: string, place: () => StorePlace): void {
  describe(`${name} as a store of a journal`, () => {
    it('is empty when it is new, and has no mark', () => {
      const store = place().open();
      expect([store.last(), [...store.rows()], store.mark]).toEqual([undefined, [], undefined]);
      store.close();
    });

    it('gives back what was committed, word for word and in order', () => {
      const where = place();
      const store = where.open();
      put(store, 1, 3);
      store.commit();
      put(store, 4, 4);
      store.commit();
      expect({ ...store.last() }).toEqual(row(4));
      store.close();
      const again = where.open();
      expect(plain(again.rows())).toEqual(rowsTo(4));
      again.close();
    });

    it('shows what was appended before it is committed', () => {
      const store = place().open();
      put(store, 1, 2);
      expect({ ...store.last() }).toEqual(row(2));
      expect(plain(store.rows())).toEqual(rowsTo(2));
      store.close();
    });

    it('holds all that was committed, and nothing else, after its process died', () => {
      const where = place();
      const store = where.open();
      put(store, 1, 3);
      store.commit();
      store.writeMark({ seq: 3, nextNumber: 7 });
      put(store, 4, 6);
      where.die(store);
      const again = where.open();
      expect(plain(again.rows())).toEqual(rowsTo(3));
      expect(again.mark).toEqual({ seq: 3, nextNumber: 7 });
      put(again, 4, 4);
      again.commit();
      again.close();
      const third = where.open();
      expect(plain(third.rows())).toEqual(rowsTo(4));
      third.close();
    });

    it('keeps the newest mark, a shorter one too', () => {
      const where = place();
      const store = where.open();
      store.writeMark({ seq: 1000, nextNumber: 1234 });
      store.writeMark({ seq: 9, nextNumber: 2 });
      store.close();
      const again = where.open();
      expect(again.mark).toEqual({ seq: 9, nextNumber: 2 });
      again.close();
    });

    it('knows the link of each row', () => {
      const store = place().open();
      put(store, 1, 2);
      store.commit();
      put(store, 3, 3);
      expect([0, 1, 2, 3, 4].map((seq) => store.linkAt(seq))).toEqual([
        undefined,
        'l1',
        'l2',
        'l3',
        undefined,
      ]);
      store.close();
    });

    it('keeps the newest two snapshots, newest first, and none that is ahead of the newest', () => {
      const where = place();
      const store = where.open();
      expect(store.snapshots()).toEqual([]);
      for (const seq of [3, 10, 11]) store.keepSnapshot(snapshotAt(seq));
      expect(plainSnapshots(store)).toEqual([snapshotAt(11), snapshotAt(10)]);
      store.close();
      const again = where.open();
      expect(plainSnapshots(again)).toEqual([snapshotAt(11), snapshotAt(10)]);
      again.keepSnapshot(snapshotAt(2));
      expect(plainSnapshots(again)[0]).toEqual(snapshotAt(2));
      again.close();
    });

    it('carries a journal over several lives', () => {
      const where = place();
      for (const to of [3, 5, 9]) {
        const store = where.open();
        const journal = new StoredJournal(store, MAIN);
        journal.append(factsOf(journal.opened.lastSeq + 1, to));
        journal.commit(to);
        journal.append(factsOf(to + 1, to + 2));
        where.die(store);
      }
      const journal = new StoredJournal(where.open(), MAIN);
      expect(journal.opened).toEqual({ lastSeq: 9, lostFacts: 0, markedNextNumber: 9 });
      expect([...journal.read()]).toEqual(factsOf(1, 9));
      journal.close();
    });

    it('begins its chain at the start', () => {
      const store = place().open();
      const journal = new StoredJournal(store, MAIN);
      journal.append(factsOf(1, 1));
      journal.commit(1);
      expect(store.last()?.link).not.toBe(CHAIN_START);
      expect(store.last()?.link).toMatch(/^[0-9a-f]{64}$/);
      journal.close();
    });
  });
}
