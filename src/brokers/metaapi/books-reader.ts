import { setTimeout } from 'node:timers/promises';
import type { Snapshot } from '../mt5/snapshot.ts';
import { whenItMay, within } from './patience.ts';
import { accountRowOf, dealRowOf, orderRowOf, positionRowOf, type RowReading } from './rows.ts';
import type { SdkRpc } from './sdk.ts';
import type { SdkAccountInformation, SdkDeal } from './sdk-records.ts';

const DEALS_PAGE = 1000;
const READ_WITHIN_MS = 28_000;
/** Books that something happened to while they were read are read again, this often. */
const TRIES = 8;
const RESTLESS = 'the account does not come to rest: its books were never the same from end to end';
/** Deals dated a little into the future are deals too: clocks differ. */
const AHEAD_MS = 86_400_000;

export interface BooksReaderParts {
  readonly rpc: SdkRpc;
  readonly reading: () => RowReading;
  /** Counts whatever moves the books: news of them, and requests that begin or end. */
  readonly stirs: () => number;
  /** Counts how often the connection was lost … */
  readonly losses: () => number;
  /** … and tells whether it is there. */
  readonly isThere: () => boolean;
  readonly now: () => number;
  /** Between two tries. */
  readonly pauseMs: number;
}

/** The books as they were read, and what else was said of the account. */
export interface BooksFound {
  readonly snapshot: Snapshot;
  readonly account: SdkAccountInformation;
}

/**
 * Reads the whole books by questions that the terminal itself answers: the stream's own copy has been
 * seen to go stale. Positions, orders, deals and balance are four answers; what moved between them is
 * noticed and read again.
 */
export class BooksReader {
  readonly #parts: BooksReaderParts;

  constructor(parts: BooksReaderParts) {
    this.#parts = parts;
  }

  /** Deals from `historyFrom` (server seconds) on. Why there are no books, in words, otherwise. */
  async read(historyFrom: number): Promise<BooksFound | string> {
    const { stirs, losses, isThere, pauseMs } = this.#parts;
    const lossesBefore = losses();
    let why = RESTLESS;
    for (let tried = 0; tried < TRIES; tried += 1) {
      if (tried > 0) await setTimeout(pauseMs);
      const before = stirs();
      const found = await within(READ_WITHIN_MS, this.#once(historyFrom));
      if (losses() !== lossesBefore || !isThere()) {
        return 'the connection was lost while the books were read';
      }
      if (found && stirs() === before) return found;
      why = found ? RESTLESS : 'MetaApi is still reading the history of the account';
    }
    return why;
  }

  async #once(historyFrom: number): Promise<BooksFound | undefined> {
    const { rpc, reading } = this.#parts;
    const fresh = { refreshTerminalState: true };
    const [account, positions, orders, deals] = await Promise.all([
      whenItMay(() => rpc.getAccountInformation(fresh)),
      whenItMay(() => rpc.getPositions(fresh)),
      whenItMay(() => rpc.getOrders(fresh)),
      this.#deals(historyFrom),
    ]);
    if (!deals) return undefined;
    const by = reading();
    const snapshot: Snapshot = {
      id: undefined,
      account: accountRowOf(account),
      historyFrom,
      highestNumber: 0, // the account's core counts those that the books show
      positions: positions.map((one) => positionRowOf(one, by)),
      orders: orders.map((one) => orderRowOf(one, by)),
      deals: deals.map((one) => dealRowOf(one, by)),
      intents: [],
    };
    return { snapshot, account };
  }

  /** Undefined while the service is still reading the history. */
  async #deals(historyFrom: number): Promise<SdkDeal[] | undefined> {
    const { rpc, reading, now } = this.#parts;
    const from = new Date(Math.max(0, historyFrom * 1000 - reading().offsetMs));
    const to = new Date(now() + AHEAD_MS);
    const all = new Map<string, SdkDeal>();
    for (let offset = 0; ; offset += DEALS_PAGE) {
      const page = await whenItMay(() => rpc.getDealsByTimeRange(from, to, offset, DEALS_PAGE));
      if (page.synchronizing) return undefined;
      for (const deal of page.deals) all.set(String(deal.id), deal);
      if (page.deals.length < DEALS_PAGE) return [...all.values()];
    }
  }
}

/** The same account: what it holds, what waits and its balance. */
export function sameBooks(one: Snapshot, other: Snapshot): boolean {
  return holdingsOf(one) === holdingsOf(other);
}

function holdingsOf({ positions, orders, account, deals }: Snapshot): string {
  const held = positions.map(({ id, volume }) => `${id}:${volume}`).toSorted();
  const waiting = orders.map(({ ticket, left }) => `${ticket}:${left}`).toSorted();
  return JSON.stringify([held, waiting, account.balance, account.credit, deals.length]);
}
