import { describe, expect, it } from 'vitest';
import type { Money } from '../market/units.ts';
import type { BooksRead } from './broker-port.ts';
import { doubtOf, sameHoldings, type KnownBooks } from './evidence.ts';
import type { Deal, PendingOrder, Position, Ticket } from './order.ts';

const p1 = { ticket: 'p1', lots: 0.5 } as unknown as Position;
const waiting = { ticket: 'o7' } as unknown as PendingOrder;

function deal(ticket: string, entry: 'in' | 'out', lots: number, change: object = {}): Deal {
  const money = { profit: 0, commission: 0, swap: 0 };
  return { ticket, order: `o${ticket}`, position: 'p1', entry, lots, ...money, ...change } as never;
}

const OPENING = deal('1', 'in', 0.5);

function known(change: Partial<KnownBooks> = {}): KnownBooks {
  return {
    positions: new Map([[p1.ticket, p1]]),
    pending: new Map(),
    balance: 10_000,
    newestDeal: '1' as Ticket,
    knowsDeal: (ticket) => ticket === '1',
    hasCounted: () => false,
    ...change,
  };
}

function books(change: Partial<BooksRead> = {}): BooksRead {
  const account = { balance: 10_000 as Money, equity: 10_000 as Money } as BooksRead['account'];
  const whole = { positions: [p1], orders: [], deals: [OPENING] };
  return { type: 'books', time: 1 as never, account, ...whole, ...change };
}

describe('books', () => {
  it('that show what we know of are believed', () => {
    expect(doubtOf(known(), books())).toBeUndefined();
  });

  it('that show more are believed', () => {
    const more = { ticket: 'p2', lots: 1 } as unknown as Position;
    expect(doubtOf(known(), books({ positions: [p1, more], orders: [waiting] }))).toBeUndefined();
  });

  it.each([
    ['nothing at all', { positions: [], deals: [] }, 'deal 1, which was told, is not in them'],
    ['no position', { positions: [] }, '0.5 lots of position p1 are gone without a deal'],
    [
      'a smaller position',
      { positions: [{ ...p1, lots: 0.2 as never }] },
      '0.3 lots of position p1 are gone without a deal',
    ],
    [
      'a deal and not the position it opened',
      { deals: [OPENING, deal('2', 'in', 0.1, { position: 'p2' })] },
      '0.1 lots of position p2 are gone without a deal',
    ],
    [
      'another balance',
      { account: { ...books().account, balance: 9_000 as Money } },
      'the balance is 9000, by the deals it is 10000.00',
    ],
    [
      'an account worth nothing',
      { account: { ...books().account, balance: 0 as Money, equity: 0 as Money } },
      'the account is worth nothing in them',
    ],
  ])('that show %s are doubted', (_, change, words) => {
    expect(doubtOf(known(), books(change))).toBe(words);
  });

  it('that do not show a waiting order are doubted, unless a deal filled it', () => {
    const pending = new Map([[waiting.ticket, waiting]]);
    expect(doubtOf(known({ pending }), books())).toBe('order o7 is gone without a deal');
    const filled = deal('2', 'in', 0.1, { order: 'o7', position: 'o7' });
    const held = { ticket: 'o7', lots: 0.1 } as unknown as Position;
    const after = books({ positions: [p1, held], deals: [OPENING, filled] });
    expect(doubtOf(known({ pending }), after)).toBeUndefined();
  });

  it('whose deals explain what is gone, and the money, are believed', () => {
    const account = { ...books().account, balance: 9_898 as Money };
    const closing = deal('2', 'out', 0.5, { profit: -100, commission: -2 });
    const after = books({ account, positions: [], deals: [OPENING, closing] });
    expect(doubtOf(known(), after)).toBeUndefined();
  });

  it('of an account of which nothing is known are not measured by its balance', () => {
    const nothing = known({ positions: new Map(), balance: undefined, newestDeal: undefined });
    expect(doubtOf(nothing, books())).toBeUndefined();
  });

  it('show the same when what is held is the same, whatever the prices', () => {
    const equity = { ...books().account, equity: 1 as Money };
    expect(sameHoldings(books(), books({ account: equity, time: 9 as never }))).toBe(true);
    expect(sameHoldings(books(), books({ positions: [] }))).toBe(false);
    expect(sameHoldings(books(), books({ deals: [] }))).toBe(false);
    expect(sameHoldings(books({ orders: [waiting] }), books())).toBe(false);
    expect(sameHoldings(books(), books({ positions: [{ ...p1, lots: 1 as never }] }))).toBe(false);
  });
});
