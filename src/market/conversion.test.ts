import { describe, expect, it } from 'vitest';
import { conversionSymbols, convert, type QuoteBook } from './conversion.ts';
import type { Currency, SymbolName, UtcMs } from './units.ts';

const PRICES: Readonly<Record<string, readonly [bid: number, ask: number]>> = {
  EURUSD: [1.1, 1.1002],
  GBPUSD: [1.25, 1.2504],
  USDJPY: [150, 150.02],
  EURGBP: [0.88, 0.8802],
};

function book(...symbols: readonly string[]): QuoteBook {
  return {
    get: (symbol) => {
      const prices = symbols.includes(symbol) ? PRICES[symbol] : undefined;
      if (!prices) return undefined;
      return { symbol, time: 0 as UtcMs, bid: prices[0], ask: prices[1] };
    },
  };
}

const cur = (code: string) => code as Currency;

describe('convert', () => {
  it.each([
    // A gain in the base is sold at the bid; a loss in it must be bought at the ask.
    [100, 'EUR', 'USD', 110],
    [-100, 'EUR', 'USD', -110.02],
    // A gain in the quote buys the base at the ask; a loss in it sells the base at the bid.
    [1500.2, 'JPY', 'USD', 10],
    [-1500, 'JPY', 'USD', -10],
    // The pair of the two wins over the way through the dollar.
    [100, 'EUR', 'GBP', 88],
    [-88, 'GBP', 'EUR', -100],
    // No EURJPY here: dollars in between, each leg at its own side.
    [100, 'EUR', 'JPY', 16_500],
    [-100, 'EUR', 'JPY', -100 * 1.1002 * 150.02],
    [15_002, 'JPY', 'EUR', 100 / 1.1002],
    [7, 'USD', 'USD', 7],
    // Simulated money counts as dollars.
    [7, 'USD', 'SIM', 7],
    [100, 'EUR', 'SIM', 110],
    [0, 'EUR', 'USD', 0],
  ])('%d %s in %s', (amount, from, to, expected) => {
    const quotes = book('EURUSD', 'GBPUSD', 'USDJPY', 'EURGBP');
    expect(convert(amount, cur(from), cur(to), quotes)).toBeCloseTo(expected, 9);
  });

  it('never gains by going there and back', () => {
    const quotes = book('EURUSD', 'USDJPY');
    const there = convert(100, cur('EUR'), cur('JPY'), quotes) as number;
    expect(convert(there, cur('JPY'), cur('EUR'), quotes)).toBeLessThan(100);
  });

  it('does not guess without a quote', () => {
    expect(convert(1, cur('EUR'), cur('USD'), book())).toBeUndefined();
    expect(convert(1, cur('EUR'), cur('JPY'), book('EURUSD'))).toBeUndefined();
    expect(convert(1, cur('EUR'), cur('JPY'), book('USDJPY'))).toBeUndefined();
  });
});

describe('conversionSymbols', () => {
  it('names every pair that convert looks at, the direct ones first', () => {
    expect(conversionSymbols(cur('USD'), cur('SIM'))).toEqual([]);
    expect(conversionSymbols(cur('JPY'), cur('USD'))).toEqual(['JPYUSD', 'USDJPY']);
    const asked = new Set<SymbolName>();
    const nothing: QuoteBook = { get: (symbol) => void asked.add(symbol) };
    convert(1, cur('EUR'), cur('JPY'), nothing);
    const named = conversionSymbols(cur('EUR'), cur('JPY'));
    expect(named.slice(0, 2)).toEqual(['EURJPY', 'JPYEUR']);
    for (const symbol of asked) expect(named).toContain(symbol);
  });
});
