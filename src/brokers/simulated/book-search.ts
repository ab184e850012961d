import type { BooksRead } from '../../execution/broker-port.ts';
import type { PendingOrder, Ticket } from '../../execution/order.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/** Where in the books a ticket stands. */
export interface Found<Item> {
  readonly book: SymbolBook;
  readonly item: Item;
}

/** All books of the broker by symbol. */
export type Books = ReadonlyMap<string, SymbolBook>;

export function findPosition(books: Books, ticket: Ticket): Found<HeldPosition> | undefined {
  for (const book of books.values()) {
    const item = book.positions.find((held) => held.position.ticket === ticket);
    if (item) return { book, item };
  }
  return undefined;
}

export function findOrder(books: Books, ticket: Ticket): Found<PendingOrder> | undefined {
  for (const book of books.values()) {
    const item = book.orders.find((order) => order.ticket === ticket);
    if (item) return { book, item };
  }
  return undefined;
}

/** Orders that wait, of all symbols. */
export function waitingOrders(books: Books): number {
  let count = 0;
  for (const book of books.values()) count += book.orders.length;
  return count;
}

/** Positions that are open, of all symbols. */
export function openPositions(books: Books): number {
  let count = 0;
  for (const book of books.values()) count += book.positions.length;
  return count;
}

/** All that is open and all that waits. */
export function heldIn(books: readonly SymbolBook[]): Pick<BooksRead, 'positions' | 'orders'> {
  return {
    positions: books.flatMap((book) => book.positions.map((held) => held.position)),
    orders: books.flatMap((book) => book.orders),
  };
}
