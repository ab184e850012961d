import type { BarSeries } from '../market/bar-series.ts';
import { openTimeBetween } from '../market/market-hours.ts';
import type { TradingWeek } from '../market/trading-week.ts';
import { DAY_MS, HOUR_MS, type UtcMs } from '../market/units.ts';

/** A stretch without bars while the market was open. */
export interface Gap {
  /** End of the bar before it. */
  readonly from: UtcMs;
  /** Opening of the bar after it. */
  readonly to: UtcMs;
  /** Bars that the instrument's hours would have had in it. */
  readonly missingBars: number;
}

export interface GapSummary {
  readonly count: number;
  readonly missingBars: number;
  /** Gaps in which the market was open for more than an hour. */
  readonly overAnHour: number;
  /** The gap with the most missing bars. */
  readonly longest: Gap | undefined;
  /** Gaps of so many days that no holidays explain them. */
  readonly holes: readonly Gap[];
}

const HOLE_MS = 7 * DAY_MS;
/** Memory is bounded; a file with more holes is beyond listing. */
const MOST_HOLES = 100;

/** Finds what is missing in a series, by the hours of its instrument. */
export function findGaps(series: BarSeries, barMs: number, week: TradingWeek): GapSummary {
  let count = 0;
  let missing = 0;
  let overAnHour = 0;
  let longest: Gap | undefined;
  const holes: Gap[] = [];
  for (let row = 1; row < series.length; row += 1) {
    const from = ((series.time[row - 1] as number) + barMs) as UtcMs;
    const to = series.time[row] as UtcMs;
    if (to - from < barMs) continue;
    const open = openTimeBetween(week, from, to);
    const missingBars = Math.floor(open / barMs);
    if (missingBars === 0) continue;
    count += 1;
    missing += missingBars;
    if (open > HOUR_MS) overAnHour += 1;
    if (!longest || missingBars > longest.missingBars) longest = { from, to, missingBars };
    if (to - from >= HOLE_MS && holes.length < MOST_HOLES) holes.push({ from, to, missingBars });
  }
  return { count, missingBars: missing, overAnHour, longest, holes };
}
