import { describe, expect, it } from 'vitest';
import type { Bar } from './bar.ts';
import { BarBuilder } from './bar-builder.ts';
import { canBeGathered, gatherBars, spanAround, type ChartTimeframe } from './chart-timeframe.ts';
import { clockRule } from './clock-rule.ts';
import { TIMEFRAMES } from './timeframe.ts';
import { MINUTE_MS, type Points, type UtcMs } from './units.ts';

const EET = clockRule('eet-us');
const utc = (text: string) => Date.parse(`${text}Z`) as UtcMs;
const span = (text: string, timeframe: ChartTimeframe) => {
  const { start, end } = spanAround(utc(text), timeframe, EET);
  return [start, end].map((time) => new Date(time).toISOString().slice(0, 16));
};

/** A bar each minute whose prices tell its number; the weekend has none. */
function minutes(from: string, count: number): Bar[] {
  return Array.from({ length: count }, (_, at): Bar => {
    const time = (utc(from) + at * MINUTE_MS) as UtcMs;
    const price = 100 + (at % 97);
    const prices = { open: price, high: price + 3, low: price - 2, close: price + 1 };
    return { time, ...prices, volume: 1, spread: (at % 7) as Points };
  });
}

function withoutEnd(bar: Bar & { readonly end?: UtcMs }): Bar {
  const { time, open, high, low, close, volume, spread } = bar;
  return { time, open, high, low, close, volume, spread };
}

describe('bars of any timeframe', () => {
  it('begin where the broker’s clock says', () => {
    // The broker is two hours before UTC in winter and three in summer.
    expect(span('2026-01-07T09:31', 'M2')).toEqual(['2026-01-07T09:30', '2026-01-07T09:32']);
    expect(span('2026-01-07T09:31', 'H2')).toEqual(['2026-01-07T08:00', '2026-01-07T10:00']);
    expect(span('2026-01-07T09:31', 'D1')).toEqual(['2026-01-06T22:00', '2026-01-07T22:00']);
    expect(span('2026-07-07T09:31', 'D1')).toEqual(['2026-07-06T21:00', '2026-07-07T21:00']);
    expect(span('2026-01-07T09:31', 'W1')).toEqual(['2026-01-03T22:00', '2026-01-10T22:00']);
    expect(span('2026-01-07T09:31', 'MN1')).toEqual(['2025-12-31T22:00', '2026-01-31T22:00']);
  });

  it('span the hour that summer time takes', () => {
    expect(span('2026-03-08T20:00', 'D1')).toEqual(['2026-03-07T22:00', '2026-03-08T21:00']);
    expect(span('2026-03-08T20:00', 'W1')).toEqual(['2026-03-07T22:00', '2026-03-14T21:00']);
  });

  it('are those that a strategy is given, where it is given any, over a change of clocks too', () => {
    const base = minutes('2026-03-06T00:00', 4 * 1440);
    for (const timeframe of TIMEFRAMES.slice(1)) {
      const builder = new BarBuilder('M1', timeframe, EET);
      const built = base.flatMap((bar) => [...builder.push(bar)]);
      const gathered = gatherBars(base, timeframe, EET).slice(0, built.length);
      expect(gathered.map(withoutEnd)).toEqual(built);
    }
  });

  it('are the same by way of coarser bars', () => {
    const base = minutes('2026-03-06T00:00', 6 * 1440);
    for (const [fine, coarse] of [
      ['M5', 'M20'],
      ['H1', 'H3'],
      ['H4', 'H12'],
      ['H4', 'W1'],
    ] as const) {
      expect(canBeGathered(fine, coarse)).toBe(true);
      const over = gatherBars(gatherBars(base, fine, EET), coarse, EET);
      expect(over).toEqual(gatherBars(base, coarse, EET));
    }
  });

  it('are not gathered from bars that would lie in two of them', () => {
    expect(canBeGathered('M5', 'M12')).toBe(false);
    expect(canBeGathered('H4', 'H6')).toBe(false);
    expect(canBeGathered('M1', 'M1')).toBe(false);
    const sources = (coarse: ChartTimeframe) =>
      TIMEFRAMES.filter((fine) => canBeGathered(fine, coarse));
    expect(sources('M3')).toEqual(['M1']);
    expect(sources('MN1')).toEqual([...TIMEFRAMES]);
  });
});
