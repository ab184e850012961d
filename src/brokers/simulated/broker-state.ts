import type { BrokerRequest } from '../../execution/broker-port.ts';
import type { PendingOrder, Ticket } from '../../execution/order.ts';
import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import type { LedgerState } from './ledger-entries.ts';
import type { NumberLogState } from './number-log.ts';
import type { RandomState } from './seeded-random.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/** One symbol's part of the books. */
export interface SymbolBookState {
  readonly symbol: SymbolName;
  readonly time: UtcMs;
  readonly bid: Price;
  readonly ask: Price;
  readonly positions: readonly HeldPosition[];
  readonly orders: readonly PendingOrder[];
}

/** A request on its way to the server, or a market order that waits for its quote. */
export interface InFlight {
  readonly request: BrokerRequest;
  /** Instant at which it reaches the server. */
  readonly dueAt: UtcMs;
  /** Symbol whose next quote carries it out; absent for what needs no quote. */
  readonly symbol?: SymbolName;
  /** Time of that symbol's quote when the request was made: it is filled at a later one only. */
  readonly after: UtcMs;
  /** Instant from which it is refused (null: never), and whether the market has closed by then. */
  readonly refusedFrom: number | null;
  readonly closes: boolean;
  /** The order of a request that was filled in part already: the rest of it works on. */
  readonly order?: Ticket;
}

/** The broker's books as plain JSON. Symbols without a quote are left out. */
export interface BrokerBooksState {
  readonly version: 1;
  readonly now: UtcMs;
  readonly linked: boolean;
  readonly expertsAllowed: boolean;
  readonly ledger: LedgerState;
  readonly numbers: readonly NumberLogState[];
  readonly slippage: RandomState;
  /** Of partial fills; and whether the account is in a margin call. Absent in older books. */
  readonly volumes?: RandomState;
  readonly marginCall?: boolean;
  /** How positions are kept, which a paper account learns from its terminal. Absent in older books. */
  readonly positionMode?: 'hedging' | 'netting';
  readonly books: readonly SymbolBookState[];
  readonly inFlight: readonly InFlight[];
}

export function snapshotBook(book: SymbolBook): SymbolBookState {
  const { symbol, time, bid, ask } = book;
  const positions = book.positions.map((held) => ({ ...held }));
  return { symbol, time, bid, ask, positions, orders: [...book.orders] };
}

export function restoreBooks(
  books: ReadonlyMap<SymbolName, SymbolBook>,
  states: readonly SymbolBookState[],
): void {
  for (const state of states) {
    const book = books.get(state.symbol);
    if (book) restoreBook(book, state);
    else if (state.positions.length + state.orders.length > 0) {
      throw new Error(
        `the broker's books hold ${state.symbol}, which is not among the instruments`,
      );
    }
  }
}

function restoreBook(book: SymbolBook, state: SymbolBookState): void {
  book.setPrice(state.bid, state.ask, state.time);
  book.positions.push(...state.positions.map((held) => ({ ...held })));
  book.orders.push(...state.orders);
  book.refresh();
}
