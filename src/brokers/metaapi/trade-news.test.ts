import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../mt5/snapshot.ts';
import type { DealRow, PositionRow } from '../mt5/wire/rows.ts';
import { TradeNews } from './trade-news.ts';

/** What is told, one word for each: the deal and the lots left behind it, or the position's stop. */
function listening(positions: readonly PositionRow[] = []) {
  const told: string[] = [];
  let clock = 0;
  let holes = 0;
  const news = new TradeNews({
    tell: ({ deal_row: deal, pos_row: held, order_row: order }) => {
      if (deal) told.push(`${deal.ticket} ${held?.volume ?? 0}`);
      else told.push(order ? `order ${order.ticket} ${order.state}` : `stop ${held?.sl ?? 0}`);
    },
    hole: () => {
      holes += 1;
    },
    now: () => clock,
  });
  news.begin(booksOf(positions));
  const pass = (ms: number): void => {
    clock += ms;
    news.look();
  };
  return { news, told, pass, holes: () => holes };
}

function booksOf(positions: readonly PositionRow[], deals: readonly DealRow[] = []): Snapshot {
  const account = {} as Snapshot['account'];
  const rest = { id: undefined, account, historyFrom: 0, highestNumber: 0, intents: [] };
  return { ...rest, positions, orders: [], deals };
}

function position(id: string, volume: number, sl = 1): PositionRow {
  return { id, volume, sl, tp: 0, swap: 0 } as PositionRow;
}

function deal(ticket: string, entry: 'IN' | 'OUT' | 'INOUT', volume: number): DealRow {
  const type = 'DEAL_TYPE_BUY';
  const row = { ticket, position: 'p', entry: `DEAL_ENTRY_${entry}`, volume, type, time_ms: 1 };
  return row as DealRow;
}

describe('deals and positions that are told apart', () => {
  it('are told together, whichever comes first', () => {
    const dealFirst = listening();
    dealFirst.news.onDeal(deal('d1', 'IN', 0.1));
    expect(dealFirst.told).toEqual([]);
    dealFirst.news.onPositions([position('p', 0.1)], []);
    expect(dealFirst.told).toEqual(['d1 0.1']);
    const positionFirst = listening();
    positionFirst.news.onPositions([position('p', 0.1)], []);
    expect(positionFirst.told).toEqual([]);
    positionFirst.news.onDeal(deal('d1', 'IN', 0.1));
    expect(positionFirst.told).toEqual(['d1 0.1']);
  });

  it('are told one after the other when the position shows only where they led', () => {
    const { news, told } = listening([position('p', 0.3)]);
    news.onDeal(deal('d1', 'OUT', 0.1));
    news.onDeal(deal('d2', 'OUT', 0.1));
    news.onPositions([position('p', 0.1)], []);
    news.onDeal(deal('d3', 'OUT', 0.1));
    news.onPositions([], ['p']);
    expect(told).toEqual(['d1 0.2', 'd2 0.1', 'd3 0']);
  });

  it('that turn a position over leave what the other side has more', () => {
    const { news, told } = listening([position('p', 0.1)]);
    news.onDeal(deal('d1', 'INOUT', 0.25));
    news.onPositions([position('p', 0.15)], []);
    expect(told).toEqual(['d1 0.15']);
  });

  it('are told once, however often they come', () => {
    const { news, told, pass, holes } = listening();
    for (let twice = 0; twice < 2; twice += 1) {
      news.onDeal(deal('d1', 'IN', 0.1));
      news.onPositions([position('p', 0.1)], []);
    }
    pass(10_000);
    expect(told).toEqual(['d1 0.1']);
    expect(holes()).toBe(0);
  });

  it('are left to the books when one does not come, and go on waiting for what these lack', () => {
    const { news, told, pass, holes } = listening();
    news.onDeal(deal('d1', 'IN', 0.1));
    pass(1_499);
    expect(holes()).toBe(0);
    pass(1);
    expect(holes()).toBe(1);
    news.begin(booksOf([]));
    pass(1_500);
    expect(holes()).toBe(2);
    news.begin(booksOf([position('p', 0.1)], [deal('d1', 'IN', 0.1)]));
    pass(60_000);
    expect([told, holes()]).toEqual([[], 2]);
  });

  it('leave a volume that no deal explains to the books', () => {
    const { news, pass, holes } = listening([position('p', 0.3)]);
    news.onPositions([], ['p']);
    pass(1_500);
    expect(holes()).toBe(1);
  });

  it('are no news where only a stop was moved', () => {
    const { news, told } = listening([position('p', 0.1, 1)]);
    news.onAllPositions([position('p', 0.1, 1)]);
    news.onAllPositions([position('p', 0.1, 1.05)]);
    expect(told).toEqual(['stop 1.05']);
  });

  it('count as changes, so that books that were read meanwhile are read again', () => {
    const { news } = listening([position('p', 0.1)]);
    const before = news.changes;
    news.onPositions([position('p', 0.1)], []);
    expect(news.changes).toBe(before);
    news.onDeal(deal('d1', 'OUT', 0.1));
    expect(news.changes).toBe(before + 1);
  });
});
