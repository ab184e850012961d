import { describe, expect, it } from 'vitest';
import type { QuoteBook } from './conversion.ts';
import type { CalculationMode, Instrument } from './instrument.ts';
import { shippedInstrument } from './instruments.ts';
import { marginOf, notionalOf, profitInQuote, profitOf } from './profit.ts';
import type { Currency, Lots, SymbolName, UtcMs } from './units.ts';

const USD = 'USD' as Currency;
const PRICES: Readonly<Record<string, readonly [bid: number, ask: number]>> = {
  EURUSD: [1.1, 1.1002],
  USDJPY: [150, 150.02],
  GBPUSD: [1.27, 1.2702],
};
const quotes: QuoteBook = {
  get: (symbol) => {
    const prices = PRICES[symbol];
    return prices && { symbol, time: 0 as UtcMs, bid: prices[0], ask: prices[1] };
  },
};

function shipped(symbol: string): Instrument {
  const instrument = shippedInstrument(symbol);
  if (!instrument) throw new Error(`${symbol} is not shipped`);
  return instrument;
}

describe('profit', () => {
  it.each([
    // 0.5 lots of 100,000 over 20 pips.
    ['EURUSD', 'buy', 0.5, 1.1, 1.102, 100],
    ['EURUSD', 'sell', 0.5, 1.1, 1.102, -100],
    // 30 pips of 100,000 dollars are 30,000 yen: 199.973 dollars at the ask.
    ['USDJPY', 'buy', 1, 149.7, 150, 30_000 / 150.02],
    ['USDJPY', 'sell', 1, 149.7, 150, -30_000 / 150],
    // Two lots of 100 ounces over 1.50 dollars.
    ['XAUUSD', 'sell', 2, 1925, 1923.5, 300],
  ] as const)(
    '%s %s %d lots from %d to %d is %d dollars',
    (symbol, side, lots, open, close, usd) => {
      const gain = profitOf(shipped(symbol), side, lots as Lots, open, close, USD, quotes);
      expect(gain).toBeCloseTo(usd, 6);
    },
  );

  it('stays in the profit currency until it is converted', () => {
    expect(profitInQuote(shipped('USDJPY'), 'buy', 1 as Lots, 149.7, 150)).toBeCloseTo(30_000, 6);
  });

  it('is unknown without the quote that converts it', () => {
    const nothing: QuoteBook = { get: () => undefined };
    const usdjpy = shipped('USDJPY');
    expect(profitOf(usdjpy, 'buy', 1 as Lots, 149, 150, USD, nothing)).toBeUndefined();
    const franc = 'CHF' as Currency;
    expect(marginOf(shipped('EURUSD'), 1 as Lots, 1.1, 100, franc, nothing)).toBeUndefined();
  });
});

describe('margin', () => {
  it.each([
    // Forex: units of the base over the leverage, paid for at the ask.
    ['EURUSD', 1, 1.1, 100, 1100.2],
    ['USDJPY', 1, 150, 100, 1000],
    // Gold: 100 ounces at 1,925 over the leverage.
    ['XAUUSD', 1, 1925, 100, 1925],
    ['BTCUSD', 0.5, 60_000, 2, 15_000],
  ])('%s %d lots at %d, 1:%d: %d dollars', (symbol, lots, price, leverage, usd) => {
    const margin = marginOf(shipped(symbol), lots as Lots, price, leverage, USD, quotes);
    expect(margin).toBeCloseTo(usd, 6);
  });

  it('goes by the price of the pair itself where no quote joins the two currencies', () => {
    const pounds: QuoteBook = {
      get: (symbol) => (symbol === 'GBPUSD' ? quotes.get(symbol) : undefined),
    };
    const ask = quotes.get('GBPUSD' as SymbolName)?.ask ?? 0;
    const margin = marginOf(shipped('EURGBP'), 1 as Lots, 0.85, 100, USD, pounds);
    expect(margin).toBeCloseTo(1000 * 0.85 * ask, 6);
    const gold = { ...shipped('XAUUSD'), marginCurrency: 'EUR' as Currency };
    expect(marginOf(gold, 1 as Lots, 1925, 100, USD, pounds)).toBeUndefined(); // no pair
  });

  it.each([
    ['forex', 1],
    ['cfd', 192_500],
    ['cfd-leverage', 1925],
    ['cfd-index', 192_500],
  ] as ReadonlyArray<[CalculationMode, number]>)('mode %s', (calculationMode, usd) => {
    const gold = { ...shipped('XAUUSD'), calculationMode };
    expect(marginOf(gold, 1 as Lots, 1925, 100, USD, quotes)).toBeCloseTo(usd, 6);
  });
});

describe('notional', () => {
  it('is the value of the whole position', () => {
    const eurusd = notionalOf(shipped('EURUSD'), 0.1 as Lots, 1.1, USD, quotes);
    expect(eurusd).toBeCloseTo(11_000, 6);
    const usdjpy = notionalOf(shipped('USDJPY'), 1 as Lots, 150, USD, quotes);
    expect(usdjpy).toBeCloseTo(15_000_000 / 150.02, 6);
  });
});
