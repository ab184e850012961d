import type { WatchRequest } from '../agents/output.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { toUtc, toWall, type ClockRule } from '../market/clock-rule.ts';
import { bucketStart, timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { StoreSettings } from './bar-store.ts';
import type { TradingLoop } from '../journal/trading-loop.ts';

/** The closed bars of one symbol, as far as they are known. */
export interface ClosedBars {
  bars(timeframe: Timeframe): BarSeries | undefined;
}

/** Closed bars of one timeframe that are yet to be told. */
interface Telling {
  readonly timeframe: Timeframe;
  readonly lengthMs: number;
  readonly bars: BarSeries;
  at: number;
}

/**
 * Tell an agent what closed before it began. Closed bars of each timeframe come first, as they are, up
 * to the start of the coarsest bar that is not closed yet; from there on the base bars, out of which
 * the agent builds what is still open. `shown` bars of each timeframe are told for charts.
 */
export function feedHistory(
  loop: TradingLoop,
  history: ClosedBars | undefined,
  { symbol, history: wishes }: WatchRequest,
  { base, timeframes, clock }: StoreSettings,
  shown = 0,
): void {
  const baseBars = history?.bars(base);
  if (!history || !baseBars || baseBars.length === 0) return;
  const wanted = new Map<Timeframe, number>();
  for (const timeframe of shown > 0 ? [base, ...timeframes] : []) wanted.set(timeframe, shown);
  for (const { timeframe, bars } of wishes) {
    wanted.set(timeframe, Math.max(bars, wanted.get(timeframe) ?? 0));
  }
  const from = openSince(baseBars, [...wanted.keys()], clock);
  const tellings = [...wanted].flatMap(([timeframe, count]) =>
    tellingOf(history, timeframe, count, from),
  );
  tellClosed(loop, symbol, tellings, from);
  tellBase(loop, symbol, baseBars, timeframeMs(base), from);
}

/** Start of the coarsest wanted bar that the newest base bar belongs to. */
function openSince(base: BarSeries, wanted: readonly Timeframe[], clock: ClockRule): UtcMs {
  const newest = base.time[base.length - 1] as UtcMs;
  const coarsest = wanted.reduce((left, right) =>
    timeframeMs(left) >= timeframeMs(right) ? left : right,
  );
  return toUtc(clock, bucketStart(toWall(clock, newest), coarsest));
}

function tellingOf(
  history: ClosedBars,
  timeframe: Timeframe,
  count: number,
  until: UtcMs,
): Telling[] {
  const bars = history.bars(timeframe);
  if (!bars) return [];
  const end = bars.indexAtOrAfter(until);
  return [{ timeframe, lengthMs: timeframeMs(timeframe), bars, at: Math.max(0, end - count) }];
}

/** In order of closing, coarse before fine where several close at once. */
function tellClosed(
  loop: TradingLoop,
  symbol: SymbolName,
  tellings: readonly Telling[],
  until: UtcMs,
): void {
  const byLength = tellings.toSorted((left, right) => right.lengthMs - left.lengthMs);
  for (;;) {
    let next: Telling | undefined;
    let nextClose = Infinity;
    for (const telling of byLength) {
      const time = telling.bars.time[telling.at];
      if (telling.at >= telling.bars.length || time === undefined || time >= until) continue;
      const closes = time + telling.lengthMs;
      if (closes < nextClose) {
        next = telling;
        nextClose = closes;
      }
    }
    if (!next) return;
    const bars = [{ symbol, bar: next.bars.at(next.at) }];
    const { timeframe } = next;
    next.at += 1;
    loop.feed({ type: 'bars', time: nextClose as UtcMs, bars, history: true, timeframe });
  }
}

function tellBase(
  loop: TradingLoop,
  symbol: SymbolName,
  base: BarSeries,
  baseMs: number,
  from: UtcMs,
): void {
  for (let at = base.indexAtOrAfter(from); at < base.length; at += 1) {
    const bar = base.at(at);
    const time = (bar.time + baseMs) as UtcMs;
    loop.feed({ type: 'bars', time, bars: [{ symbol, bar }], history: true });
  }
}
