import { describe, expect, it } from 'vitest';
import type { Bar } from './bar.ts';
import { BarSeries } from './bar-series.ts';
import type { Points, UtcMs } from './units.ts';

function bar(at: number): Bar {
  return {
    time: (at * 60_000) as UtcMs,
    open: at + 0.1,
    high: at + 0.4,
    low: at,
    close: at + 0.2,
    volume: at * 10,
    spread: at as Points,
  };
}

const bars = (from: number, to: number): Bar[] =>
  Array.from({ length: to - from }, (_, at) => bar(from + at));

describe('a series of bars', () => {
  it('forgets all but the newest in every column, and goes on behind them', () => {
    const series = BarSeries.of(bars(0, 100));
    series.keepNewest(30);
    expect([...series]).toEqual(bars(70, 100));
    series.keepNewest(31);
    expect(series.length).toBe(30);
    series.push(bar(100));
    expect([...series]).toEqual(bars(70, 101));
    series.keepNewest(0);
    expect([...series]).toEqual([]);
  });

  it('grows up to its bound and says when it is full', () => {
    const series = new BarSeries(undefined, 100);
    for (const one of bars(0, 100)) series.push(one);
    expect(series.time.length).toBe(100);
    expect(() => series.push(bar(100))).toThrow('a series of at most 100 is full');
    expect([...series]).toEqual(bars(0, 100));
  });

  it('is bound from its beginning', () => {
    const series = new BarSeries(undefined, 10);
    for (const one of bars(0, 10)) series.push(one);
    expect(() => series.push(bar(10))).toThrow('a series of at most 10 is full');
    expect([...series]).toEqual(bars(0, 10));
  });
});
