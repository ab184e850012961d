import type { Bar } from '../market/bar.ts';
import type { BarSeries } from '../market/bar-series.ts';
import {
  canBeGathered,
  gatherBars,
  spanAround,
  type ChartTimeframe,
} from '../market/chart-timeframe.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import { isTimeframe, timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { ChartMemory } from './chart-memory.ts';

/** What a chart draws of a symbol in one timeframe. */
export interface ChartBars {
  /** Closed ones, oldest first. */
  readonly bars: readonly Bar[];
  /** What is known of the bar that is forming, from finer ones that have closed. */
  readonly forming: Bar | undefined;
  /** Of which bars they were gathered; undefined where the timeframe itself is kept. */
  readonly builtFrom: Timeframe | undefined;
}

/**
 * The newest `limit` bars of any timeframe, from what is kept; undefined when nothing fits. Bars that
 * are not kept themselves are gathered from the longest kept ones, for these reach back furthest.
 */
export function chartBars(
  charts: ChartMemory,
  symbol: SymbolName,
  timeframe: ChartTimeframe,
  limit: number,
  clock: ClockRule,
): ChartBars | undefined {
  const kept = charts.timeframes(symbol);
  if (isTimeframe(timeframe) && kept.includes(timeframe)) {
    const series = charts.bars(symbol, timeframe);
    const bars = [...series.tail(limit)];
    const closedUntil = endOf(bars.at(-1), timeframe, clock);
    const forming = formingBar(charts, symbol, timeframe, closedUntil, clock);
    return { bars, forming, builtFrom: undefined };
  }
  const builtFrom = kept.findLast((fine) => canBeGathered(fine, timeframe));
  if (!builtFrom) return undefined;
  const source = charts.bars(symbol, builtFrom);
  const gathered = wholeBars(source, builtFrom, timeframe, clock);
  const closedUntil = gathered.at(-1)?.end ?? (source.time[0] as UtcMs | undefined);
  const forming = formingBar(charts, symbol, timeframe, closedUntil, clock);
  return { bars: gathered.slice(-limit).map(plain), forming, builtFrom };
}

type Gathered = ReturnType<typeof gatherBars>[number];

/** Without the first, where it began before what is kept, and the last, where it has not closed. */
function wholeBars(
  source: BarSeries,
  fine: Timeframe,
  timeframe: ChartTimeframe,
  clock: ClockRule,
): readonly Gathered[] {
  const gathered = gatherBars(source, timeframe, clock);
  const first = gathered[0]?.time === source.time[0] ? 0 : 1;
  const last = source.length === 0 ? undefined : source.at(source.length - 1);
  const until = endOf(last, fine, clock) ?? 0;
  const isWhole = (gathered.at(-1)?.end ?? Infinity) <= until;
  return gathered.slice(first, isWhole ? undefined : -1);
}

function formingBar(
  charts: ChartMemory,
  symbol: SymbolName,
  timeframe: ChartTimeframe,
  closedUntil: UtcMs | undefined,
  clock: ClockRule,
): Bar | undefined {
  if (closedUntil === undefined) return undefined;
  const parts: Bar[] = [];
  let from = closedUntil;
  // Coarse ones first, for they reach back to where the bar began; finer ones for what is after them.
  for (const fine of charts.timeframes(symbol).toReversed()) {
    if (!canBeGathered(fine, timeframe)) continue;
    const series = charts.bars(symbol, fine);
    for (let at = series.indexAtOrAfter(from); at < series.length; at += 1) {
      const bar = series.at(at);
      parts.push(bar);
      from = endOf(bar, fine, clock) ?? from;
    }
  }
  const newest = gatherBars(parts, timeframe, clock).at(-1);
  return newest && plain(newest);
}

function endOf(
  bar: Bar | undefined,
  timeframe: ChartTimeframe,
  clock: ClockRule,
): UtcMs | undefined {
  return bar && spanAround(bar.time, timeframe, clock).end;
}

function plain({ time, open, high, low, close, volume, spread }: Gathered): Bar {
  return { time, open, high, low, close, volume, spread };
}

/** The first instant that the kept bars of a timeframe know of, and the first they do not. */
export function knownSpan(
  series: BarSeries,
  timeframe: Timeframe,
): { readonly from: number; readonly until: number } | undefined {
  if (series.length === 0) return undefined;
  const last = series.time[series.length - 1] as number;
  return { from: series.time[0] as number, until: last + timeframeMs(timeframe) };
}
