import { describe, expect, test } from 'vitest';
import type { Quote } from '../../market/quote.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import { isMarketOpen } from '../../market/market-hours.ts';
import type { Instrument } from '../../market/instrument.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import { simulatedSymbols } from './market-profiles.ts';
import { PriceGrid } from './price-grid.ts';
import { SimulatedMarket } from './simulated-market.ts';

/** Monday 2026-01-05 00:00 UTC. */
const MONDAY = Date.UTC(2026, 0, 5) as UtcMs;
const EURUSD = 'EURUSD' as SymbolName;
const XAUUSD = 'XAUUSD' as SymbolName;
const BTCUSD = 'BTCUSD' as SymbolName;

function quotesUntil(market: SimulatedMarket, end: number): Quote[] {
  const quotes: Quote[] = [];
  while (market.nextQuoteTime < end) quotes.push(...market.step());
  return quotes;
}

describe('one seed is one market', () => {
  test('the same twice, another for another seed', () => {
    const run = (seed: number): Quote[] =>
      quotesUntil(new SimulatedMarket(seed, [EURUSD, XAUUSD], MONDAY), MONDAY + DAY_MS);
    const first = run(11);
    expect(first).toEqual(run(11));
    expect(first.map((quote) => quote.bid)).not.toEqual(run(12).map((quote) => quote.bid));
  });

  test('and it stays what it has always been: seed 1, a week of two symbols', () => {
    const market = new SimulatedMarket(1, [EURUSD, XAUUSD], MONDAY);
    const quotes = quotesUntil(market, Date.UTC(2026, 0, 12, 12) + 1);
    expect(quotes.slice(0, 2)).toEqual([
      { symbol: EURUSD, time: MONDAY, bid: 1.09998, ask: 1.10006 },
      { symbol: XAUUSD, time: MONDAY, bid: 2399.99, ask: 2400.22 },
    ]);
    expect(quotes.at(-1)).toMatchObject({ bid: 2416.14, ask: 2416.38 });
    let hash = 0x811c9dc5;
    for (const { bid, ask } of quotes.slice(2)) {
      hash = Math.imul(hash ^ Math.round(bid * 1e5), 0x01000193);
      hash = Math.imul(hash ^ Math.round(ask * 1e5), 0x01000193);
    }
    expect(hash >>> 0).toBe(2_765_467_757);
  });

  test('a symbol walks alone, whatever else is listed and in whatever order', () => {
    const pick = (symbols: readonly SymbolName[]): Quote[] =>
      quotesUntil(new SimulatedMarket(5, symbols, MONDAY), MONDAY + 9 * DAY_MS).filter(
        (quote) => quote.symbol === XAUUSD,
      );
    const alone = pick([XAUUSD]);
    expect(alone.length).toBeGreaterThan(50_000);
    expect(pick([BTCUSD, EURUSD, XAUUSD])).toEqual(alone);
    expect(pick(simulatedSymbols())).toEqual(alone);
  });

  test.each([0, 1, 6, 8641, 43_199, 43_200, 50_000])(
    'restored after %d steps it goes on',
    (steps) => {
      const straight = new SimulatedMarket(3, [EURUSD, XAUUSD, BTCUSD], MONDAY);
      for (let step = 0; step < steps; step += 1) straight.step();
      const state = JSON.parse(JSON.stringify(straight.snapshot())) as ReturnType<
        SimulatedMarket['snapshot']
      >;
      const restored = SimulatedMarket.restore(state);
      const end = straight.nextQuoteTime + HOUR_MS;
      expect(restored.nextQuoteTime).toBe(straight.nextQuoteTime);
      expect(quotesUntil(restored, end)).toEqual(quotesUntil(straight, end));
      expect(restored.snapshot()).toEqual(straight.snapshot());
    },
  );

  test('a symbol it does not have is named', () => {
    expect(() => new SimulatedMarket(1, ['EURXXX' as SymbolName], MONDAY)).toThrow(/no EURXXX/);
    expect(() => new SimulatedMarket(1, [], MONDAY)).toThrow(/needs a symbol/);
    expect(() => new SimulatedMarket(1, [EURUSD], MONDAY, 7000)).toThrow(/divide a minute/);
  });
});

describe('hours', () => {
  test('the weekend is skipped: after Friday 17:00 New York comes Sunday 17:00', () => {
    const friday = Date.UTC(2026, 0, 9, 21, 59, 50) as UtcMs;
    const market = new SimulatedMarket(1, [EURUSD], friday);
    expect(market.step().map((quote) => quote.time)).toEqual([friday]);
    expect(market.nextQuoteTime).toBe(Date.UTC(2026, 0, 11, 22));
    expect(market.step()).toHaveLength(1);
    const sunday = new SimulatedMarket(1, [EURUSD], Date.UTC(2026, 0, 10) as UtcMs);
    expect(sunday.nextQuoteTime).toBe(Date.UTC(2026, 0, 11, 22));
  });

  test('on the Sunday of a changed clock it opens by the new one', () => {
    const market = new SimulatedMarket(1, [EURUSD], Date.UTC(2026, 2, 7) as UtcMs);
    expect(market.nextQuoteTime).toBe(Date.UTC(2026, 2, 8, 21));
  });

  test('every symbol is quoted at every instant at which it is open, and at no other', () => {
    const market = new SimulatedMarket(2, [EURUSD, XAUUSD, BTCUSD], MONDAY, MINUTE_MS);
    const quoted = new Set<string>();
    for (const quote of quotesUntil(market, MONDAY + 8 * DAY_MS)) {
      quoted.add(`${quote.symbol} ${quote.time}`);
    }
    for (const symbol of [EURUSD, XAUUSD, BTCUSD]) {
      const { week } = shippedInstrument(symbol) as Instrument;
      for (let time: number = MONDAY; time < MONDAY + 8 * DAY_MS; time += MINUTE_MS) {
        expect(quoted.has(`${symbol} ${time}`)).toBe(isMarketOpen(week, time as UtcMs));
      }
    }
  });
});

describe('quotes', () => {
  test('lie on the tick grid, the bid below the ask, for every symbol', () => {
    const market = new SimulatedMarket(9, simulatedSymbols(), MONDAY);
    const seen = new Map<SymbolName, { spread: number; widest: number; count: number }>();
    for (let step = 0; step < 60_000; step += 1) {
      for (const { symbol, bid, ask } of market.step()) {
        const spread = ask - bid;
        if (!(bid > 0 && spread > 0)) throw new Error(`${symbol} ${bid}/${ask}`);
        const entry = seen.get(symbol) ?? { spread: 0, widest: 0, count: 0 };
        entry.spread += spread;
        entry.widest = Math.max(entry.widest, spread);
        entry.count += 1;
        seen.set(symbol, entry);
        if (step % 500 !== 0) continue;
        const grid = new PriceGrid(shippedInstrument(symbol) as Instrument);
        expect([grid.round(bid), grid.round(ask)]).toEqual([bid, ask]);
      }
    }
    expect(seen.size).toBe(simulatedSymbols().length);
    for (const [symbol, { spread, widest, count }] of seen) {
      const { point, typicalSpread } = shippedInstrument(symbol) as Instrument;
      expect(spread / count / point / typicalSpread).toBeGreaterThan(0.97);
      expect(spread / count / point / typicalSpread).toBeLessThan(1.5);
      expect(widest / point / typicalSpread).toBeLessThan(30);
    }
  });

  test('widen at the rollover and after the weekend', () => {
    const market = new SimulatedMarket(4, [EURUSD], MONDAY);
    const mean = (from: number, until: number): number => {
      quotesUntil(market, from);
      const quotes = quotesUntil(market, until);
      return quotes.reduce((sum, { ask, bid }) => sum + (ask - bid) * 1e5, 0) / quotes.length;
    };
    const tuesday = Date.UTC(2026, 0, 6);
    expect(mean(tuesday + 14 * HOUR_MS, tuesday + 15 * HOUR_MS)).toBeCloseTo(8, 0);
    expect(mean(tuesday + 22 * HOUR_MS, tuesday + 23 * HOUR_MS)).toBeGreaterThan(25);
    expect(mean(tuesday + 24 * HOUR_MS, tuesday + 25 * HOUR_MS)).toBeLessThan(12);
    const sunday = Date.UTC(2026, 0, 11, 22);
    expect(mean(sunday, sunday + 10 * MINUTE_MS)).toBeGreaterThan(40);
  });
});
