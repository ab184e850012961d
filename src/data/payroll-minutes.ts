import type { BarSeries } from '../market/bar-series.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import { HOUR_MS, type UtcMs } from '../market/units.ts';
import { rowAt } from './duplicate-rows.ts';

/** Where the price jumps that US payrolls make stand in a series. */
export interface PayrollEvidence {
  /** Releases whose minute the series holds. */
  readonly releases: number;
  /** Releases at which the widest bar of the hours around stands where it should. */
  readonly onTime: number;
  /** Whole hours by which most jumps are late (negative: early); 0 under the true clock. */
  readonly usualShiftHours: number;
}

const FARTHEST_HOURS = 12;

/**
 * The release is the widest minute of its day more often than not. For each one the bar at its
 * instant is compared with those a whole number of hours before and after, which is where a wrong
 * clock would put it. Undefined for bars that are too long to tell or without any release.
 */
export function payrollEvidence(
  bid: BarSeries,
  timeframe: Timeframe,
  releases: readonly UtcMs[],
): PayrollEvidence | undefined {
  if (timeframeMs(timeframe) >= HOUR_MS) return undefined;
  const countOfShift = new Map<number, number>();
  let found = 0;
  for (const release of releases) {
    const shift = shiftOf(bid, release, timeframeMs(timeframe));
    if (shift === undefined) continue;
    found += 1;
    countOfShift.set(shift, (countOfShift.get(shift) ?? 0) + 1);
  }
  if (found === 0) return undefined;
  const [usualShiftHours = 0] = [...countOfShift].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  return { releases: found, onTime: countOfShift.get(0) ?? 0, usualShiftHours };
}

/** Hours from the release to the widest bar that is a whole number of hours away from it. */
function shiftOf(bid: BarSeries, release: UtcMs, barMs: number): number | undefined {
  let widest = 0;
  let shift: number | undefined;
  const start = Math.floor(release / barMs) * barMs;
  if (rowAt(bid, start) < 0) return undefined;
  for (let hours = -FARTHEST_HOURS; hours <= FARTHEST_HOURS; hours += 1) {
    const row = rowAt(bid, start + hours * HOUR_MS);
    if (row < 0) continue;
    const range = (bid.high[row] as number) - (bid.low[row] as number);
    if (range > widest) {
      widest = range;
      shift = hours;
    }
  }
  return shift;
}
