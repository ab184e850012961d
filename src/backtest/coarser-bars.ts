import { BarBuilder } from '../market/bar-builder.ts';
import { BarSeries } from '../market/bar-series.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { UtcMs } from '../market/units.ts';

/** The same history in bars of a longer timeframe, on the server's clock. */
export function coarserBars(
  bars: BarSeries,
  from: Timeframe,
  to: Timeframe,
  clock: ClockRule,
): BarSeries {
  if (from === to) return bars;
  const builder = new BarBuilder(from, to, clock);
  const series = new BarSeries();
  for (let at = 0; at < bars.length; at += 1) {
    for (const bar of builder.push(bars.at(at))) series.push(bar);
  }
  const last = builder.closeUntil(Infinity as UtcMs);
  if (last) series.push(last);
  return series;
}
