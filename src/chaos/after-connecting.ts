import type { BooksRead } from '../execution/broker-port.ts';
import type { Money } from '../market/units.ts';
import type { FaultTable } from './fault-table.ts';
import type { Luck } from './luck.ts';

const LONGEST_MS = 8_000;

/** What a terminal shows that has just connected and has not got its books yet. */
export class AfterConnecting {
  readonly #luck: Luck;
  readonly #table: FaultTable;
  #until = 0;
  #kind: 'empty at first' | 'short at first' = 'empty at first';
  #hasAccount = true;

  constructor(luck: Luck, table: FaultTable) {
    this.#luck = luck;
    this.#table = table;
  }

  connected(now: number): void {
    const luck = this.#luck;
    if (luck.chance(0.5)) return;
    this.#until = now + luck.between(1, LONGEST_MS);
    this.#kind = luck.pick(['empty at first', 'short at first']);
    this.#hasAccount = luck.chance(0.7);
  }

  shown(books: BooksRead): BooksRead {
    if (books.time >= this.#until) return books;
    this.#table.count('world', 'books', this.#kind);
    const { account, positions, orders, deals } = books;
    const zero = 0 as Money;
    const none = { ...account, balance: zero, equity: zero, margin: zero, freeMargin: zero };
    const isEmpty = this.#kind === 'empty at first';
    return {
      ...books,
      account: this.#hasAccount ? account : none,
      positions: isEmpty ? [] : positions.slice(0, positions.length >> 1),
      orders: isEmpty ? [] : orders.slice(0, orders.length >> 1),
      deals: isEmpty ? [] : deals.slice(0, deals.length >> 1),
    };
  }
}
