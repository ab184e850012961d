import type { Bar } from './bar.ts';
import { clockOffsetAt, toUtc, type ClockRule } from './clock-rule.ts';
import { timeframeMs, type Timeframe } from './timeframe.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type UtcMs, type WallMs } from './units.ts';

/**
 * Timeframes that a chart can be looked at in: those of MetaTrader 5. Strategies read fewer; what they
 * do not read is gathered from what they do when somebody looks.
 */
export const CHART_TIMEFRAMES = [
  ...(['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M10', 'M12', 'M15', 'M20', 'M30'] as const),
  ...(['H1', 'H2', 'H3', 'H4', 'H6', 'H8', 'H12', 'D1', 'W1', 'MN1'] as const),
] as const;
export type ChartTimeframe = (typeof CHART_TIMEFRAMES)[number];

const UNIT_MS = { M: MINUTE_MS, H: HOUR_MS, D: DAY_MS, W: 7 * DAY_MS } as const;
/** The first day of 1970 was a Thursday; a week of MetaTrader begins on Sunday. */
const FIRST_SUNDAY_MS = 3 * DAY_MS;

export function isChartTimeframe(text: string): text is ChartTimeframe {
  return (CHART_TIMEFRAMES as readonly string[]).includes(text);
}

/** Nominal length in milliseconds; of a month, 30 days. */
export function chartTimeframeMs(timeframe: ChartTimeframe): number {
  if (timeframe === 'MN1') return 30 * DAY_MS;
  return UNIT_MS[timeframe[0] as keyof typeof UNIT_MS] * Number(timeframe.slice(1));
}

/** May bars of `fine` be gathered into `coarse`: does each of them lie in one bar of it? */
export function canBeGathered(fine: Timeframe, coarse: ChartTimeframe): boolean {
  // Weeks and months begin with a day.
  const length = Math.min(chartTimeframeMs(coarse), DAY_MS);
  return timeframeMs(fine) < chartTimeframeMs(coarse) && length % timeframeMs(fine) === 0;
}

/** A stretch of time from `start` up to, not including, `end`. */
export interface Span {
  readonly start: UtcMs;
  readonly end: UtcMs;
}

/**
 * The bar in which an instant lies, on the broker's clock. Bars of up to an hour keep their length
 * when the clock is changed; longer ones span the hour that it adds or takes.
 */
export function spanAround(time: UtcMs, timeframe: ChartTimeframe, clock: ClockRule): Span {
  const offset = clockOffsetAt(clock, time);
  const [start, end] = wallSpan(time + offset, timeframe);
  if (chartTimeframeMs(timeframe) <= HOUR_MS) {
    return { start: (start - offset) as UtcMs, end: (end - offset) as UtcMs };
  }
  return { start: toUtc(clock, start as WallMs), end: toUtc(clock, end as WallMs) };
}

function wallSpan(wall: number, timeframe: ChartTimeframe): readonly [start: number, end: number] {
  if (timeframe === 'MN1') {
    const date = new Date(wall);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
  }
  const length = chartTimeframeMs(timeframe);
  const origin = timeframe === 'W1' ? FIRST_SUNDAY_MS : 0;
  const start = Math.floor((wall - origin) / length) * length + origin;
  return [start, start + length];
}

/**
 * Closed bars of a finer timeframe gathered into those of a coarser one, in order of time. The last
 * may be unfinished, as the first may be where what was before it is not known.
 */
export function gatherBars(
  bars: Iterable<Bar>,
  timeframe: ChartTimeframe,
  clock: ClockRule,
): readonly (Bar & { readonly end: UtcMs })[] {
  const gathered: (Bar & { readonly end: UtcMs })[] = [];
  let growing: (Bar & { readonly end: UtcMs }) | undefined;
  for (const bar of bars) {
    if (growing && bar.time < growing.end) {
      growing = joined(growing, bar);
    } else {
      if (growing) gathered.push(growing);
      const { start, end } = spanAround(bar.time, timeframe, clock);
      growing = { ...bar, time: start, end };
    }
  }
  if (growing) gathered.push(growing);
  return gathered;
}

function joined<Growing extends Bar>(bar: Growing, next: Bar): Growing {
  return {
    ...bar,
    high: Math.max(bar.high, next.high),
    low: Math.min(bar.low, next.low),
    close: next.close,
    volume: bar.volume + next.volume,
    spread: Math.max(bar.spread, next.spread),
  };
}
