import { describe, expect, it } from 'vitest';
import type { Bar } from '../market/bar.ts';
import { clockRule } from '../market/clock-rule.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { MINUTE_MS, type Points, type SymbolName, type UtcMs } from '../market/units.ts';
import { chartBars } from './chart-bars.ts';
import { ChartMemory } from './chart-memory.ts';
import { tradeCourse } from './trade-course.ts';

const EURUSD = 'EURUSD' as SymbolName;
const UTC = clockRule('utc');
const at = (minute: number) => (Date.UTC(2026, 0, 7, 8) + minute * MINUTE_MS) as UtcMs;

/** Its prices tell the minute that it begins in. */
function bar(minute: number, minutes = 1): Bar {
  const last = minute + minutes - 1;
  const prices = { open: minute, high: last + 0.5, low: minute - 0.5, close: last };
  return { time: at(minute), ...prices, volume: minutes, spread: 0 as Points };
}

/** Minutes from `first` up to `end`, and five minutes that have closed since 08:00. */
function memory(first: number, end: number): ChartMemory {
  const charts = new ChartMemory();
  const see = (timeframe: Timeframe, one: Bar) =>
    charts.see({ kind: 'bar', symbol: EURUSD, timeframe, bar: one });
  for (let minute = first; minute < end; minute += 1) see('M1', bar(minute));
  for (let minute = 0; minute + 5 <= end; minute += 5) see('M5', bar(minute, 5));
  return charts;
}

const times = (bars: readonly Bar[] | undefined) =>
  bars?.map(({ time }) => (time - at(0)) / MINUTE_MS);

describe('bars of any timeframe', () => {
  it('are the kept ones, and what is forming comes from finer ones', () => {
    const chart = chartBars(memory(0, 13), EURUSD, 'M5', 9, UTC);
    expect(times(chart?.bars)).toEqual([0, 5]);
    expect(chart?.builtFrom).toBeUndefined();
    expect(chart?.forming).toMatchObject({ time: at(10), open: 10, high: 12.5, close: 12 });
  });

  it('are gathered from the longest that are kept, without what is not whole', () => {
    const charts = memory(7, 26);
    const ten = chartBars(charts, EURUSD, 'M10', 9, UTC);
    expect(ten?.builtFrom).toBe('M5');
    expect(times(ten?.bars)).toEqual([0, 10]);
    // From 20 on: one bar of five minutes and one minute after it.
    expect(ten?.forming).toEqual({ ...bar(20, 6), spread: 0 });
    const three = chartBars(charts, EURUSD, 'M3', 9, UTC);
    expect(three?.builtFrom).toBe('M1');
    expect(times(three?.bars)).toEqual([9, 12, 15, 18, 21]);
    expect(three?.forming).toMatchObject({ time: at(24), open: 24, close: 25 });
    expect(times(chartBars(charts, EURUSD, 'M3', 2, UTC)?.bars)).toEqual([18, 21]);
  });

  it('have nothing forming when the newest has just closed', () => {
    expect(chartBars(memory(0, 10), EURUSD, 'M10', 9, UTC)?.forming).toBeUndefined();
  });

  it('are none of a symbol without any', () => {
    expect(chartBars(memory(0, 9), 'XAUUSD' as SymbolName, 'M2', 9, UTC)).toBeUndefined();
  });
});

describe('the course of a trade', () => {
  const course = (charts: ChartMemory, from: number, to: number) => {
    const trade = { symbol: EURUSD, openedAt: at(from), closedAt: at(to) };
    const { timeframe, bars } = tradeCourse(charts, trade);
    return [timeframe, bars.length, bars[0]?.[0]];
  };

  it('is drawn in the finest bars that know all of it, with some before and behind', () => {
    // Bars 20 to 30 hold it; five more on each side.
    expect(course(memory(0, 100), 20.5, 30.5)).toEqual(['M1', 21, at(15)]);
  });

  it('takes coarser bars where finer ones are too many, or are gone', () => {
    expect(course(memory(0, 200), 30, 130)[0]).toBe('M5');
    expect(course(memory(25, 100), 20.5, 30.5)).toEqual(['M5', 12, at(0)]);
  });

  it('says that the bars are gone', () => {
    expect(course(memory(0, 100), -20, 30)).toEqual([null, 0, undefined]);
    expect(course(new ChartMemory(), 0, 1)).toEqual([null, 0, undefined]);
  });
});
