import { describe, expect, it } from 'vitest';
import type { Instrument } from './instrument.ts';
import { shippedInstrument } from './instruments.ts';
import { marginOf, profitInQuote } from './profit.ts';
import type { Quote } from './quote.ts';
import { swapOfNight, weekdayOf } from './swap.ts';
import { TRIPLE_WEDNESDAY, type SwapMode } from './swap-terms.ts';
import { tickValues } from './tick-value.ts';
import type { Currency, Lots, Price, SymbolName, UtcMs, WallMs } from './units.ts';

const USD = 'USD' as Currency;
const BOOK = new Map<SymbolName, Quote>(
  [
    ['EURUSD', 1.1, 1.1001],
    ['USDJPY', 150, 150.02],
  ].map(([symbol, bid, ask]) => {
    const name = symbol as SymbolName;
    return [name, { symbol: name, time: 0 as UtcMs, bid: Number(bid), ask: Number(ask) }];
  }),
);

function instrument(symbol: string, change: Partial<Instrument> = {}): Instrument {
  return { ...(shippedInstrument(symbol) as Instrument), ...change };
}

function swap(symbol: string, mode: SwapMode, rates: readonly [number, number], weekday: number) {
  const [long, short] = rates;
  const held = { lots: 2 as Lots, openPrice: 1.2 as Price, price: 1.1 as Price };
  const terms = { swap: { mode, long, short, nights: TRIPLE_WEDNESDAY } };
  const known = instrument(symbol, terms);
  return (['buy', 'sell'] as const).map((side) =>
    swapOfNight(known, { ...held, side }, weekday, USD, BOOK),
  );
}

describe('swap of a night', () => {
  it.each([
    // two lots; a cost is bought at the ask, a gain sold at the bid
    ['EURUSD', 'points', [-7, 3], 1, [-14, 6]],
    ['EURUSD', 'points', [-7, 3], 3, [-42, 18]],
    ['EURUSD', 'points', [-7, 3], 6, [0, 0]],
    ['USDJPY', 'points', [-7, 3], 2, [(-7 * 200) / 150, (3 * 200) / 150.02]],
    ['EURUSD', 'currency-symbol', [-5, 5], 1, [-10 * 1.1001, 10 * 1.1]],
    ['USDJPY', 'currency-margin', [-5, 5], 1, [-10, 10]],
    ['USDJPY', 'currency-deposit', [-5, 5], 3, [-30, 30]],
    ['EURUSD', 'interest-current', [-3.6, 1.8], 1, [-22, 11]], // 220,000 * 3.6 % / 360
    ['EURUSD', 'interest-open', [-3.6, 1.8], 1, [-24, 12]], // 240,000 * 3.6 % / 360
    ['EURUSD', 'disabled', [-3.6, 1.8], 1, [0, 0]],
  ] as const)('%s, %s %j on weekday %d: %j', (symbol, mode, rates, weekday, amounts) => {
    const found = swap(symbol, mode, rates, weekday);
    found.forEach((amount, at) => expect(amount).toBeCloseTo(amounts[at] ?? NaN, 9));
  });

  it('knows the weekday of a wall clock', () => {
    expect(weekdayOf(0 as WallMs)).toBe(4); // 1970-01-01 was a Thursday
    expect(weekdayOf(Date.UTC(2024, 0, 10, 23, 59) as WallMs)).toBe(3);
    expect(weekdayOf(-1 as WallMs)).toBe(3);
  });
});

describe('calculation modes', () => {
  const future = {
    tickSize: 0.25,
    tickValue: 12.5,
    initialMargin: 12_000,
    contractSize: 50,
  };
  it.each([
    ['forex', {}, 2200.2], // 200,000 EUR / 100 at 1.1001
    ['forex-no-leverage', {}, 220_020],
    ['cfd', { marginCurrency: USD }, 240_000],
    ['cfd-leverage', { marginCurrency: USD }, 2400],
    ['cfd-index', { marginCurrency: USD }, 240_000],
    ['cfd-index', { marginCurrency: USD, contractSize: 1, tickSize: 0.5, tickValue: 5 }, 24],
    ['exchange-stocks', { marginCurrency: USD, contractSize: 1 }, 2.4],
    ['futures', { ...future, marginCurrency: USD }, 24_000],
    ['forex', { marginRates: { buy: 0.5, sell: 3 } }, 1100.1],
  ] as const)('margin of two lots by %s %j at 1.2: %d', (calculationMode, change, margin) => {
    const known = instrument('EURUSD', { calculationMode, ...change });
    const found = marginOf(known, 2 as Lots, 1.2, 100, USD, BOOK, 'buy');
    expect(found).toBeCloseTo(margin, 6);
  });

  it('futures are counted in ticks', () => {
    const known = instrument('US30', { calculationMode: 'futures', ...future });
    expect(profitInQuote(known, 'sell', 3 as Lots, 5010, 5000.25)).toBe(39 * 12.5 * 3);
    expect(tickValues(known, USD, BOOK)).toEqual({ profit: 12.5, loss: 12.5 });
  });

  it('a tick is worth more to who loses it', () => {
    const values = tickValues(instrument('USDJPY'), USD, BOOK);
    expect(values?.profit).toBeCloseTo(100 / 150.02, 12);
    expect(values?.loss).toBeCloseTo(100 / 150, 12);
  });
});
