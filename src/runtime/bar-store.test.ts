import { describe, expect, it } from 'vitest';
import type { Bar } from '../market/bar.ts';
import { clockRule } from '../market/clock-rule.ts';
import { MINUTE_MS, type Points, type SymbolName, type UtcMs } from '../market/units.ts';
import { BarStore } from './bar-store.ts';

const EURUSD = 'EURUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;
/** Tuesday 2026-01-06 12:00 UTC. */
const NOON = Date.UTC(2026, 0, 6, 12);

function minute(at: number, price = at): Bar {
  const time = (NOON + at * MINUTE_MS) as UtcMs;
  const spread = 1 as Points;
  return { time, open: price, high: price + 1, low: price - 1, close: price, volume: 1, spread };
}

function store(): BarStore {
  return new BarStore({
    base: 'M1',
    timeframes: ['M5'],
    clock: clockRule('utc'),
    kept: () => 3_200,
  });
}

const timesOf = (held: BarStore, symbol: SymbolName, timeframe: 'M1' | 'M5'): number[] =>
  [...(held.of(symbol)?.bars(timeframe) ?? [])].map(({ time }) => (time - NOON) / MINUTE_MS);

describe('the store of bars', () => {
  it('builds closed bars of each timeframe out of the base bars', () => {
    const held = store();
    for (let at = 0; at < 12; at += 1) held.add(EURUSD, minute(at));
    expect(timesOf(held, EURUSD, 'M1')).toHaveLength(12);
    expect(timesOf(held, EURUSD, 'M5')).toEqual([0, 5]);
    expect(held.of(EURUSD)?.bars('M5')?.at(0)).toMatchObject({
      open: 0,
      high: 5,
      low: -1,
      close: 4,
    });
    expect(held.of(EURUSD)?.bars('H1')).toBeUndefined();
    expect(held.of(GBPUSD)).toBeUndefined();
  });

  it('goes back to a mark, unfinished bars and all, and goes on as if nothing had been', () => {
    const [held, straight] = [store(), store()];
    for (let at = 0; at < 7; at += 1)
      for (const one of [held, straight]) one.add(EURUSD, minute(at));
    const mark = held.mark();
    for (let at = 7; at < 30; at += 1) held.add(EURUSD, minute(at, 500));
    held.add(GBPUSD, minute(3));
    held.returnTo(mark);
    expect(timesOf(held, EURUSD, 'M1')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(held.of(GBPUSD)).toBeUndefined();
    for (let at = 7; at < 16; at += 1)
      for (const one of [held, straight]) one.add(EURUSD, minute(at));
    for (const timeframe of ['M1', 'M5'] as const) {
      const [left, right] = [held, straight].map((one) => [
        ...(one.of(EURUSD)?.bars(timeframe) ?? []),
      ]);
      expect(left).toEqual(right);
    }
    expect(timesOf(held, EURUSD, 'M5')).toEqual([0, 5, 10]);
  });

  it('is bounded', () => {
    const held = store();
    const longest = Array.from({ length: 9_000 }, (_, at) => {
      held.add(EURUSD, minute(at));
      return held.of(EURUSD)?.bars('M1')?.length ?? 0;
    });
    const times = timesOf(held, EURUSD, 'M1');
    expect(Math.max(...longest)).toBe(3_600);
    expect(times.length).toBeGreaterThanOrEqual(3_200);
    expect(times.at(-1)).toBe(8_999);
    expect(times).toEqual(times.map((_, at) => 9_000 - times.length + at));
  });

  it('holds no more memory than its bound, and always the same', () => {
    const held = store();
    const columns = new Set<ArrayBufferLike>();
    for (let at = 0; at < 20_000; at += 1) {
      held.add(EURUSD, minute(at));
      const series = held.of(EURUSD)?.bars('M1');
      if (at >= 3_600 && series) columns.add(series.close.buffer);
    }
    expect([...columns].map(({ byteLength }) => byteLength)).toEqual([3_600 * 8]);
  });
});
