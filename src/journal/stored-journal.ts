import type { Fact, FactBody } from '../agents/fact.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { CHAIN_START, linkOf } from './chain.ts';
import { JournalError, type Journal, type JournalOpened } from './journal.ts';
import type { JournalStore, Mark } from './journal-store.ts';
import { snapshotDefect, sumOf, type Snapshot } from './snapshot.ts';

/**
 * A journal over a store of rows. Facts are chained by hash, so a change or a hole inside is found
 * when it is read; every row names its account, and another account's rows are refused.
 */
export class StoredJournal implements Journal {
  readonly opened: JournalOpened;
  readonly #store: JournalStore;
  readonly #account: AccountName;
  #link: string;
  #seq: number;
  #isOpen = false;
  /** A write failed: what the store holds is unsure until it is opened again. */
  #failed: JournalError | undefined;

  /** Throws {@link JournalError} when the rows are another account's. */
  constructor(store: JournalStore, account: AccountName) {
    this.#store = store;
    this.#account = account;
    const last = store.last();
    if (last && last.account !== account) throw otherAccount(store.name, last.account, account);
    this.#seq = last?.seq ?? 0;
    this.#link = last?.link ?? CHAIN_START;
    this.opened = {
      lastSeq: this.#seq,
      lostFacts: Math.max(0, (store.mark?.seq ?? 0) - this.#seq),
      markedNextNumber: store.mark?.nextNumber ?? 1,
    };
  }

  /** Link of the newest fact. */
  get link(): string {
    return this.#link;
  }

  *read(after = 0): Iterable<Fact> {
    const account = this.#account;
    const { name } = this.#store;
    let link = CHAIN_START;
    let expected = 1;
    for (const row of this.#store.rows()) {
      if (row.account !== account) throw otherAccount(name, row.account, account);
      link = linkOf(link, row);
      if (row.seq !== expected || row.link !== link) {
        throw new JournalError({
          kind: 'damaged',
          file: name,
          detail: `fact ${expected} is missing or was changed after it was written`,
          mend: DAMAGED_MEND,
        });
      }
      expected += 1;
      if (row.seq <= after) continue;
      const body = JSON.parse(row.body) as FactBody;
      yield { seq: row.seq, account, time: row.time as UtcMs, body };
    }
  }

  snapshot(maker: string): Snapshot | undefined {
    const store = this.#store;
    return store.snapshots().find((one) => {
      return one.maker === maker && !snapshotDefect(one, this.#account, store.linkAt(one.seq));
    });
  }

  keepSnapshot(maker: string, seq: number, body: Uint8Array): boolean {
    if (this.#isOpen || this.#failed || seq !== this.#seq || seq === 0) return false;
    const head = { seq, account: this.#account, link: this.#link, maker };
    try {
      this.#store.keepSnapshot({ ...head, body, sum: sumOf({ ...head, body }) });
      return true;
    } catch {
      return false; // the facts are all there: it only saves the time to fold them
    }
  }

  append(facts: readonly Fact[]): void {
    if (facts.length === 0) return;
    let last = this.#seq;
    for (const { seq } of facts) {
      if (seq !== last + 1) {
        throw new Error(`fact ${seq} cannot follow ${last} in ${this.#store.name}`);
      }
      last = seq;
    }
    this.#write(() => {
      this.#isOpen = true;
      for (const fact of facts) this.#appendFact(fact);
    });
  }

  commit(nextNumber: number): void {
    if (!this.#isOpen && !this.#failed) return;
    this.#write(() => {
      this.#store.commit();
      this.#isOpen = false;
      this.#store.writeMark({ seq: this.#seq, nextNumber });
    });
  }

  /** Leave word beside a journal that takes no facts any more: how far it should go. */
  leaveMark(mark: Mark): void {
    try {
      this.#store.writeMark(mark);
    } catch {
      // Then the broker's books alone will tell.
    }
  }

  close(): void {
    this.#store.close();
  }

  #appendFact({ seq, time, body: words }: Fact): void {
    const account = this.#account;
    const body = JSON.stringify(words);
    const link = linkOf(this.#link, { seq, account, time, body });
    this.#store.append({ seq, account, time, kind: words.kind, body, link });
    this.#seq = seq;
    this.#link = link;
  }

  #write(step: () => void): void {
    if (this.#failed) throw this.#failed;
    try {
      step();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.#failed = new JournalError({
        kind: 'cannot-write',
        file: this.#store.name,
        detail: `it cannot be written (${words})`,
        mend: 'Check free disk space and permissions; nothing was sent that it does not hold',
      });
      throw this.#failed;
    }
  }
}

export const DAMAGED_MEND =
  'Set the file aside (move it, do not delete it) and start again: the account is rebuilt from the ' +
  "broker's own books";

function otherAccount(file: string, found: string, wanted: string): JournalError {
  return new JournalError({
    kind: 'other-account',
    file,
    detail: `it is the journal of the account ${found}, not of ${wanted}`,
    mend: 'Name the account as it was named, or use another state folder (--state DIR)',
  });
}
