import { describe, expect, test } from 'vitest';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { toCents } from './costs.ts';
import { MinuteBars } from './minute-bars.ts';
import { NumberLog } from './number-log.ts';
import { PriceGrid } from './price-grid.ts';

const eurusd = shippedInstrument('EURUSD') as Instrument;

describe('a price grid', () => {
  test('gives the very double of the decimal text', () => {
    const grid = new PriceGrid(eurusd);
    expect(grid.round(1.1 + 0.00001 * 3)).toBe(1.10003);
    expect(grid.shift(1.09997, 6)).toBe(1.10003);
    expect(grid.points(1.1, 1.0999)).toBe(-10);
    for (let points = 100_000; points < 130_000; points += 7) {
      expect(grid.round(points * 1e-5)).toBe(Number((points / 1e5).toFixed(5)));
    }
  });

  test('knows ticks of several points', () => {
    const grid = new PriceGrid({ ...eurusd, digits: 2, point: 0.01, tickSize: 0.25 });
    expect([grid.round(10.37), grid.round(10.38), grid.shift(10.25, 25)]).toEqual([
      10.25, 10.5, 10.5,
    ]);
    expect([grid.holds(10.25), grid.holds(10.3)]).toEqual([true, false]);
  });
});

test.each([
  [0.005, 0.01],
  [-0.005, -0.01],
  [1.005, 1.01],
  [0.0049, 0],
  [-0.0049, 0],
  [35.31499, 35.31],
])('%d is booked as %d', (amount, cents) => {
  expect(toCents(amount)).toBe(cents);
});

describe('a number log', () => {
  test('takes each number once, in any order near its own', () => {
    const log = new NumberLog(1);
    expect([1, 2, 2, 5, 3, 5, 4, 4, 1].map((number) => log.add(number))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(log.snapshot()).toEqual({ namespace: 1, floor: 5, above: [] });
  });

  test('is bounded: an old hole is closed, and what was in it is refused', () => {
    const log = new NumberLog(1);
    for (let number = 2; number <= 1500; number += 1) expect(log.add(number)).toBe(true);
    expect(log.snapshot()).toEqual({ namespace: 1, floor: 1500, above: [] });
    expect(log.add(1)).toBe(false);
  });

  test('is restored with its holes', () => {
    const log = new NumberLog(9);
    for (const number of [1, 3, 7]) log.add(number);
    const restored = NumberLog.restore(log.snapshot());
    expect([3, 7, 1, 2].map((number) => restored.add(number))).toEqual([false, false, false, true]);
  });
});

describe('minute bars', () => {
  const XAUUSD = 'XAUUSD' as SymbolName;
  const start = Date.UTC(2026, 0, 6, 12) as UtcMs;
  const quote = (symbol: string, second: number, bid: number, ask: number) => ({
    symbol: symbol as SymbolName,
    time: (start + second * 1000) as UtcMs,
    bid,
    ask,
  });

  test('close together at the minute, in the order of the symbols, and survive a restart', () => {
    const instruments = [eurusd, shippedInstrument('XAUUSD') as Instrument];
    const first = new MinuteBars(instruments);
    first.push(quote('XAUUSD', 0, 2400, 2400.25));
    first.push(quote('EURUSD', 0, 1.1, 1.1001));
    first.push(quote('EURUSD', 10, 1.1004, 1.1006));
    const bars = new MinuteBars(instruments);
    bars.restore(JSON.parse(JSON.stringify(first.snapshot())) as ReturnType<typeof first.snapshot>);
    bars.push(quote('EURUSD', 50, 1.0999, 1.1));
    expect(bars.closeUntil((start + 59_999) as UtcMs)).toEqual([]);
    const prices = { open: 1.1, high: 1.1004, low: 1.0999, close: 1.0999, volume: 3, spread: 20 };
    const gold = { open: 2400, high: 2400, low: 2400, close: 2400, volume: 1, spread: 25 };
    expect(bars.closeUntil((start + 60_000) as UtcMs)).toEqual([
      { symbol: 'EURUSD', bar: { time: start, ...prices } },
      { symbol: XAUUSD, bar: { time: start, ...gold } },
    ]);
    expect(bars.closeUntil((start + 60_000) as UtcMs)).toEqual([]);
  });
});
