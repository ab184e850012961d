import { CHAIN_START, linkOf, type StoredRow } from './chain.ts';
import type { JournalStore, Mark } from './journal-store.ts';
import type { StoredSnapshot } from './snapshot.ts';

/** A write to a disk, in the order of a commit. */
export type DiskStep = 'append' | 'commit' | 'mark';

/** How a write goes wrong: nothing of it is done, or a part of it. */
export type DiskFault = 'fails' | 'tears';

/** Asked what is to go wrong; without an answer nothing does. */
export interface DiskTrouble {
  /** Asked at each write; `rows` is how many it would make durable. */
  faultAt?(step: DiskStep, rows: number): DiskFault | undefined;
  /** How many rows, and half of the one after them, reach the disk in a torn commit of `rows`. */
  tornAfter?(rows: number): number;
  /** Asked of each snapshot whether half of it is all that reaches the disk: nobody waits for one. */
  tearsSnapshot?(seq: number): boolean;
}

const SNAPSHOTS_KEPT = 2;

/**
 * A disk in memory that outlives the processes of a simulation and fails as disks do: a write may be
 * refused, a commit torn in the middle of a row, and what was not committed may be gone.
 */
export class MemoryDisk {
  trouble: DiskTrouble = {};
  readonly #snapshots: StoredSnapshot[] = [];
  readonly #durable: StoredRow[] = [];
  /** Written by the process that is alive, and not yet committed. */
  #written: StoredRow[] = [];
  #mark = '';
  #markBefore = '';
  /** The newest row was written in part. */
  #torn = false;

  /** Open the store anew; a torn row at the end is dropped, as a log drops a frame it cannot trust. */
  open(): JournalStore {
    this.#written = [];
    if (this.#torn) this.#dropTorn();
    return new MemoryStore(this);
  }

  get mark(): Mark | undefined {
    const match = /^(\d+) (\d+)\n$/.exec(this.#mark);
    return match ? { seq: Number(match[1]), nextNumber: Number(match[2]) } : undefined;
  }

  get durableRows(): readonly StoredRow[] {
    return this.#durable;
  }

  get writtenRows(): readonly StoredRow[] {
    return this.#written;
  }

  append(row: StoredRow): void {
    if (this.trouble.faultAt?.('append', 1) !== undefined)
      throw new Error('no space is left on the disk');
    this.#written.push(row);
  }

  commit(): void {
    const rows = this.#written.length;
    const fault = this.trouble.faultAt?.('commit', rows);
    if (fault === 'fails') throw new Error('the disk did not take the write');
    if (fault === 'tears') {
      this.#tear(this.trouble.tornAfter?.(rows) ?? 0);
      throw new Error('the disk took a part of the write');
    }
    this.#durable.push(...this.#written);
    this.#written = [];
  }

  writeMark({ seq, nextNumber }: Mark): void {
    const text = `${seq} ${nextNumber}\n`;
    this.#markBefore = this.#mark;
    const fault = this.trouble.faultAt?.('mark', 0);
    if (fault === 'tears') this.#mark = text.slice(0, text.length >> 1);
    if (fault !== undefined) throw new Error('the disk did not take the mark');
    this.#mark = text;
  }

  get snapshots(): readonly StoredSnapshot[] {
    return this.#snapshots;
  }

  keepSnapshot(snapshot: StoredSnapshot): void {
    const { seq, body } = snapshot;
    const whole = this.trouble.tearsSnapshot?.(seq) ? body.length >> 1 : body.length;
    this.#snapshots.unshift({ ...snapshot, body: body.slice(0, whole) });
    this.#snapshots.length = Math.min(this.#snapshots.length, SNAPSHOTS_KEPT);
  }

  /** The process or the machine dies: of what was not committed the first `kept` rows are there. */
  die(kept = 0): void {
    if (!this.#torn) this.#durable.push(...this.#written.slice(0, kept));
    this.#written = [];
  }

  /** The mark is not waited for: a power cut may leave the one before. False when it was the same. */
  forgetMark(): boolean {
    if (this.#mark === this.#markBefore) return false;
    this.#mark = this.#markBefore;
    return true;
  }

  #tear(whole: number): void {
    const half = this.#written[whole];
    this.#durable.push(...this.#written.slice(0, whole));
    if (half) this.#durable.push({ ...half, body: half.body.slice(0, half.body.length >> 1) });
    this.#torn = half !== undefined;
  }

  #dropTorn(): void {
    this.#torn = false;
    const last = this.#durable.at(-1);
    const before = this.#durable.at(-2)?.link ?? CHAIN_START;
    if (last && linkOf(before, last) !== last.link) this.#durable.pop();
  }
}

class MemoryStore implements JournalStore {
  readonly name = 'a disk in memory';
  readonly mark: Mark | undefined;
  readonly #disk: MemoryDisk;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
    this.mark = disk.mark;
  }

  last(): StoredRow | undefined {
    return this.#disk.writtenRows.at(-1) ?? this.#disk.durableRows.at(-1);
  }

  rows(): Iterable<StoredRow> {
    return [...this.#disk.durableRows, ...this.#disk.writtenRows];
  }

  append(row: StoredRow): void {
    this.#disk.append(row);
  }

  commit(): void {
    this.#disk.commit();
  }

  writeMark(mark: Mark): void {
    this.#disk.writeMark(mark);
  }

  linkAt(seq: number): string | undefined {
    const { durableRows, writtenRows } = this.#disk;
    return (durableRows[seq - 1] ?? writtenRows[seq - 1 - durableRows.length])?.link;
  }

  snapshots(): readonly StoredSnapshot[] {
    return this.#disk.snapshots;
  }

  keepSnapshot(snapshot: StoredSnapshot): void {
    this.#disk.keepSnapshot(snapshot);
  }

  close(): void {
    this.#disk.die();
  }
}
