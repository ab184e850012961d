import { describe, expect, it } from 'vitest';
import type { Deal, Position } from '../execution/order.ts';
import type { Side } from '../market/quote.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { Excursions } from './excursions.ts';

const held = (ticket: string, side: Side) => ({
  position: { ticket, symbol: 'EURUSD', side, openPrice: 1.1 } as unknown as Position,
});
const quote = (bid: number) => ({
  symbol: 'EURUSD' as SymbolName,
  time: 0 as UtcMs,
  bid,
  ask: bid + 0.0002,
});
const ending = (position: string, price: number) =>
  ({ symbol: 'EURUSD', position, price }) as unknown as Deal;

describe('how far positions went', () => {
  it('is counted in prices at which each side could be closed', () => {
    const excursions = new Excursions();
    excursions.follow([held('1', 'buy'), held('2', 'sell')], 5 as UtcMs);
    for (const bid of [1.1, 1.12, 1.09, 1.1]) excursions.onQuote(quote(bid));
    expect(excursions.endedBy(ending('1', 1.1))).toEqual({ worst: 1.09, best: 1.12, since: 5 });
    expect(excursions.endedBy(ending('2', 1.1))).toEqual({ worst: 1.1202, best: 1.0902, since: 5 });
  });

  it('goes on over other deals, takes the last price in, and ends with its position', () => {
    const excursions = new Excursions();
    excursions.follow([held('1', 'buy')], 5 as UtcMs);
    excursions.onQuote(quote(1.08));
    excursions.follow([held('1', 'buy'), held('2', 'buy')], 9 as UtcMs);
    expect(excursions.endedBy(ending('1', 1.07))).toEqual({ worst: 1.07, best: 1.1, since: 5 });
    expect(excursions.endedBy(ending('2', 1.1))?.since).toBe(9);
    excursions.follow([], 10 as UtcMs);
    expect(excursions.endedBy(ending('1', 1.1))).toBeUndefined();
  });
});
