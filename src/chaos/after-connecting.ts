import { toCents } from '../brokers/simulated/costs.ts';
import type { BooksRead } from '../execution/broker-port.ts';
import type { Money } from '../market/units.ts';
import type { FaultTable } from './fault-table.ts';
import type { Luck } from './luck.ts';

const LONGEST_MS = 8_000;
/** A terminal may be behind its server for longer than it shows little. */
const LONGEST_BEHIND_MS = 40_000;

const KINDS = ['empty at first', 'short at first'] as const;
const AT_TERMINALS = [...KINDS, 'behind at first'] as const;

/** What a terminal shows that has just connected and has not got its books yet. */
export class AfterConnecting {
  readonly #luck: Luck;
  readonly #table: FaultTable;
  #until = 0;
  #kind: (typeof AT_TERMINALS)[number] = 'empty at first';
  #cutAt = 0;
  #upAt = 0;
  #hasAccount = true;

  constructor(luck: Luck, table: FaultTable) {
    this.#luck = luck;
    this.#table = table;
  }

  cut(now: number): void {
    this.#cutAt = now;
  }

  /** Only a terminal can be `behind` its server: a simulated broker is both. */
  connected(now: number, isTerminal: boolean): void {
    const luck = this.#luck;
    this.#upAt = now;
    if (luck.chance(0.5)) return;
    const lasts = luck.between(1, LONGEST_MS);
    this.#kind = luck.pick(isTerminal ? AT_TERMINALS : KINDS);
    const isBehind = this.#kind === 'behind at first';
    this.#until = now + (isBehind ? lasts * (LONGEST_BEHIND_MS / LONGEST_MS) : lasts);
    this.#hasAccount = luck.chance(0.7);
  }

  shown(books: BooksRead): BooksRead {
    if (books.time >= this.#until) return books;
    if (this.#kind === 'behind at first') return this.#asBefore(books);
    this.#table.count('world', 'books', this.#kind);
    const { account, positions, orders, deals, charges = [] } = books;
    const zero = 0 as Money;
    const none = { ...account, balance: zero, equity: zero, margin: zero, freeMargin: zero };
    const isEmpty = this.#kind === 'empty at first';
    return {
      ...books,
      account: this.#hasAccount ? account : none,
      positions: isEmpty ? [] : positions.slice(0, positions.length >> 1),
      orders: isEmpty ? [] : orders.slice(0, orders.length >> 1),
      deals: isEmpty ? [] : deals.slice(0, deals.length >> 1),
      charges: isEmpty ? [] : charges.slice(0, charges.length >> 1),
    };
  }

  /** Without what happened while the link was cut, where that was nothing but new positions. */
  #asBefore(books: BooksRead): BooksRead {
    const { account, positions, deals } = books;
    const missed = deals.filter(({ time }) => time > this.#cutAt && time < this.#upAt);
    const begun = new Set(missed.map(({ position }) => position));
    const ofThem = deals.filter(({ position }) => begun.has(position));
    const isSimple = missed.every(({ entry }) => entry === 'in') && ofThem.length === missed.length;
    if (missed.length === 0 || !isSimple) return books;
    this.#table.count('world', 'books', 'behind at first');
    const net = missed.reduce((sum, deal) => sum + deal.profit + deal.commission + deal.swap, 0);
    return {
      ...books,
      account: { ...account, balance: toCents(account.balance - net) },
      positions: positions.filter(({ ticket }) => !begun.has(ticket)),
      deals: deals.filter(({ position }) => !begun.has(position)),
    };
  }
}
