import type { Bar } from '../market/bar.ts';
import type { Price, UtcMs } from '../market/units.ts';

/** A limit entry that was offered and may wait at the broker. Plain JSON. */
export type WaitingEntry = {
  /** Id of its signal. */
  readonly id: string;
  readonly sign: -1 | 1;
  /** The sweep's extreme, as a bid. */
  readonly extreme: Price;
  readonly takeProfit: Price;
  readonly expiresAt: number;
  withdrawn: boolean;
};

/** Limit entries followed at once; a further one pushes the oldest out, withdrawn. */
const MOST_WAITING = 8;

/**
 * Limit entries that have not expired. One is withdrawn when the sweep's extreme is broken or the
 * target is reached: without a fill the idea is over. Whether it was filled is not known here; to
 * withdraw what is filled changes nothing. A withdrawal is repeated with every bar until the entry
 * expires, so that none is lost while an order is on its way.
 */
export class WaitingEntries {
  #entries: WaitingEntry[] = [];
  readonly #withdrawals: string[] = [];

  /** Ids of signals whose waiting orders are over, as of the last bar. */
  get withdrawals(): readonly string[] {
    return this.#withdrawals;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  add(entry: WaitingEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length <= MOST_WAITING) return;
    const oldest = this.#entries.shift();
    if (oldest !== undefined) this.#withdrawals.push(oldest.id);
  }

  /** The next closed bar; `all` withdraws whatever waits. */
  onBar(bar: Bar, closedAt: UtcMs, spread: Price, all: boolean): void {
    if (this.#withdrawals.length > 0) this.#withdrawals.length = 0;
    if (this.#entries.length === 0) return;
    this.#entries = this.#entries.filter(({ expiresAt }) => closedAt < expiresAt);
    for (const entry of this.#entries) {
      if (all || isOver(entry, bar, spread)) entry.withdrawn = true;
      if (entry.withdrawn) this.#withdrawals.push(entry.id);
    }
  }

  snapshot(): WaitingEntriesState {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  restore(state: WaitingEntriesState): void {
    this.#entries = state.map((entry) => ({ ...entry }));
    this.#withdrawals.length = 0;
  }
}

export type WaitingEntriesState = ReadonlyArray<Readonly<WaitingEntry>>;

function isOver({ sign, extreme, takeProfit }: WaitingEntry, bar: Bar, spread: Price): boolean {
  if (sign === 1) return bar.low < extreme || bar.high >= takeProfit;
  // A sell is left at the ask.
  return bar.high > extreme || bar.low + spread <= takeProfit;
}
