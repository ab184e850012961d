import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { BooksRead } from './broker-port.ts';
import {
  magicOf,
  type Deal,
  type OrderNumber,
  type PendingOrder,
  type Position,
  type Ticket,
} from './order.ts';
import { reconcile, type OurBooks } from './reconcile.ts';
import type { SymbolName } from '../market/units.ts';

const magic = (number: number) => magicOf(7, number as OrderNumber);
const EURUSD = 'EURUSD' as SymbolName;

function dealOf(ticket: string, change: Partial<Deal> = {}): Deal {
  return {
    ticket: ticket as Ticket,
    order: `o${ticket}` as Ticket,
    position: 'p1' as Ticket,
    magic: magic(1),
    symbol: EURUSD,
    side: 'buy',
    entry: 'in',
    lots: 0.5 as never,
    price: 1.1,
    time: 1000 as never,
    reason: 'expert',
    profit: 0 as never,
    commission: 0 as never,
    swap: 0 as never,
    comment: '',
    ...change,
  };
}

function positionOf(ticket: string, change: Partial<Position> = {}): Position {
  return {
    ticket: ticket as Ticket,
    magic: magic(1),
    symbol: EURUSD,
    side: 'buy',
    lots: 0.5 as never,
    openPrice: 1.1,
    openedAt: 1000 as never,
    stopLoss: 1.09,
    takeProfit: 1.12,
    swap: 0 as never,
    comment: '',
    ...change,
  };
}

function waitingOf(ticket: string, change: Partial<PendingOrder> = {}): PendingOrder {
  const { openPrice, openedAt, swap, ...rest } = positionOf(ticket);
  expect(swap).toBe(0);
  return { ...rest, kind: 'limit', price: openPrice, placedAt: openedAt, ...change };
}

function booksOf(change: Partial<BooksRead> = {}): BooksRead {
  const account = { balance: 10_000 } as BooksRead['account'];
  const time = 5000 as never;
  return { type: 'books', time, account, positions: [], orders: [], deals: [], ...change };
}

function oursOf(change: Partial<OurBooks> = {}): OurBooks {
  return {
    positions: new Map(),
    pending: new Map(),
    questions: [],
    knowsDeal: () => false,
    ...change,
  };
}

const question = (number: number) => ({
  number: number as OrderNumber,
  magic: magic(number),
  state: 'unknown' as const,
});

describe('an order whose fate is open', () => {
  const fate = (books: Partial<BooksRead>): unknown =>
    reconcile(oursOf({ questions: [question(1), question(2)] }), booksOf(books)).resolved.get(
      1 as OrderNumber,
    );

  it('is working when it waits in the books, filled or not in part', () => {
    const orders = [waitingOf('9')];
    const working = { state: 'working', detail: 'found waiting in the books', ticket: '9' };
    expect(fate({ orders })).toEqual(working);
    expect(fate({ orders, deals: [dealOf('5')], positions: [positionOf('p1')] })).toEqual(working);
  });

  it('is filled when its deal or its position is there', () => {
    expect(fate({ deals: [dealOf('5')] })).toEqual({
      state: 'filled',
      detail: 'found among the deals',
      ticket: 'o5',
    });
    expect(fate({ positions: [positionOf('p1')] })).toEqual({
      state: 'filled',
      detail: 'found among the positions',
      ticket: 'p1',
    });
  });

  it('stays open when the books do not show it: its magic decides, never the comment', () => {
    const other = { magic: magicOf(8, 1 as OrderNumber), comment: 'kimi 1' };
    expect(fate({})).toBeUndefined();
    expect(
      fate({
        deals: [dealOf('5', other)],
        positions: [positionOf('p1', other)],
        orders: [waitingOf('9', other)],
      }),
    ).toBeUndefined();
  });
});

describe('the differences', () => {
  it('are named one by one, and there are none between equal books', () => {
    const ours = oursOf({
      positions: new Map([
        ['p1' as Ticket, positionOf('p1')],
        ['p2' as Ticket, positionOf('p2')],
        ['p3' as Ticket, positionOf('p3')],
      ]),
      pending: new Map([['w1' as Ticket, waitingOf('w1')]]),
    });
    const books = booksOf({
      positions: [
        positionOf('p1', { lots: 0.3 as never }),
        positionOf('p2', { stopLoss: 1.095 }),
        positionOf('p4', { side: 'sell' }),
      ],
      orders: [waitingOf('w2')],
    });
    expect(reconcile(ours, books).differences).toEqual([
      'position p1 has 0.3 lots, not 0.5',
      'position p2 has stop 1.095, not 1.09',
      'position p4 (EURUSD sell 0.5 lots) is new to us',
      'position p3 was closed while we were away',
      'waiting order w2 is new to us',
      'waiting order w1 is gone',
    ]);
    const same = oursOf({
      positions: new Map(books.positions.map((position) => [position.ticket, position])),
      pending: new Map(books.orders.map((order) => [order.ticket, order])),
    });
    expect(reconcile(same, books).differences).toEqual([]);
  });
});

const deals = fc.uniqueArray(
  fc.record({
    ticket: fc.integer({ min: 1, max: 2000 }),
    number: fc.integer({ min: 1, max: 8 }),
    second: fc.integer({ min: 0, max: 3 }),
    out: fc.boolean(),
  }),
  { selector: ({ ticket }) => ticket, maxLength: 12 },
);

const shuffled = deals
  .map((list) =>
    list.toSorted((left, right) => left.second - right.second || left.ticket - right.ticket),
  )
  .map((list) =>
    list.map(({ ticket, number, second, out }) =>
      dealOf(String(ticket), {
        magic: magic(number),
        time: (second * 1000) as never,
        entry: out ? 'out' : 'in',
      }),
    ),
  )
  .chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
      fc.func(fc.boolean()),
    ),
  );

test.prop([shuffled])(
  'deals that are repeated and turned about give the same answer as in order, each once',
  ([list, mixed, known]) => {
    const ours = oursOf({
      questions: Array.from({ length: 8 }, (_, at) => question(at + 1)),
      knowsDeal: (ticket) => known(ticket),
    });
    const straight = reconcile(ours, booksOf({ deals: list }));
    const turned = reconcile(ours, booksOf({ deals: mixed }));
    expect(straight.missedDeals).toEqual(list.filter(({ ticket }) => !known(ticket)));
    expect(turned.missedDeals).toEqual(straight.missedDeals);
    const states = (of: typeof straight) =>
      [...of.resolved].map(([number, { state }]) => [number, state]);
    expect(states(turned)).toEqual(states(straight));
  },
);

test.prop([shuffled])('a second reading of the same books has nothing to tell', ([list]) => {
  const books = booksOf({ deals: list, positions: [positionOf('p1')], orders: [waitingOf('w')] });
  const first = reconcile(oursOf({ questions: [question(1)] }), books);
  const seen = new Set(first.missedDeals.map(({ ticket }) => ticket));
  const again = reconcile(
    {
      positions: new Map(books.positions.map((position) => [position.ticket, position])),
      pending: new Map(books.orders.map((order) => [order.ticket, order])),
      questions: [],
      knowsDeal: (ticket) => seen.has(ticket),
    },
    books,
  );
  expect(again).toEqual({ missedDeals: [], resolved: new Map(), differences: [] });
});
