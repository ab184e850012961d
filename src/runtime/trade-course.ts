import type { TradeCourseView } from '../api/trade-course.ts';
import { timeframeMs } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { barTuple, type ViewedAccount } from './account-views.ts';
import { knownSpan } from './chart-bars.ts';
import type { ChartMemory } from './chart-memory.ts';

/** A small picture shows no more bars than this. */
const BARS_MAX = 60;
/** Bars before the entry and behind the exit, as a share of those between; and at least so many. */
const MARGIN = 0.25;
const MARGIN_BARS_MIN = 5;

type Lived = {
  readonly symbol: SymbolName;
  readonly openedAt: UtcMs;
  readonly closedAt: UtcMs;
};

/**
 * The bars around a closed trade in the finest timeframe that still knows all of it and fits into a
 * small picture; the coarsest that knows it where none fits. Without a timeframe: they are gone.
 */
export function tradeCourse(
  charts: ChartMemory,
  trade: Lived,
): Pick<TradeCourseView, 'timeframe' | 'bars'> {
  const { symbol, openedAt, closedAt } = trade;
  const knowing = charts.timeframes(symbol).filter((timeframe) => {
    const known = knownSpan(charts.bars(symbol, timeframe), timeframe);
    return known && known.from <= openedAt && known.until >= closedAt;
  });
  const fits = knowing.find((timeframe) => {
    return (closedAt - openedAt) / timeframeMs(timeframe) <= BARS_MAX / (1 + 2 * MARGIN);
  });
  const timeframe = fits ?? knowing.at(-1);
  if (!timeframe) return { timeframe: null, bars: [] };
  const series = charts.bars(symbol, timeframe);
  const first = Math.max(0, series.indexAtOrAfter(openedAt + 1) - 1);
  const last = Math.max(first, series.indexAtOrAfter(closedAt + 1) - 1);
  const margin = Math.max(MARGIN_BARS_MIN, Math.ceil((last - first) * MARGIN));
  const shown = series.slice(
    Math.max(0, first - margin),
    Math.min(series.length, last + 1 + margin),
  );
  return { timeframe, bars: [...shown].map(barTuple) };
}

/** The course of a closed trade that is kept at hand; undefined when there is none of that position. */
export function courseOf(
  { replica, settings }: ViewedAccount,
  position: string,
): TradeCourseView | undefined {
  const trade = replica.trades.last().findLast((one) => one.position === position);
  return trade && { account: settings.name, position, ...tradeCourse(replica.charts, trade) };
}
