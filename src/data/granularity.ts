import type { BarSeries } from '../market/bar-series.ts';
import { TIMEFRAMES, timeframeMs, type Timeframe } from '../market/timeframe.ts';
import { HOUR_MS } from '../market/units.ts';

/** Rows from..to (both included) that are not bars of the series' timeframe. */
export interface ForeignRows {
  readonly from: number;
  readonly to: number;
  /** What they are bars of; undefined when they come too close to one another. */
  readonly timeframe: Timeframe | undefined;
}

const BLOCK = 32;
/** Of the steps in a block; the rest may be holidays and summer time. */
const NEARLY_ALL = 0.9;

/** The most frequent distance of two bars in ms; NaN for fewer than two bars. */
export function usualStep(series: BarSeries): number {
  const counts = new Map<number, number>();
  for (let row = 1; row < series.length; row += 1) {
    const step = (series.time[row] as number) - (series.time[row - 1] as number);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let usual = NaN;
  let most = 0;
  for (const [step, count] of counts) {
    if (count > most || (count === most && step < usual)) {
      usual = step;
      most = count;
    }
  }
  return usual;
}

/**
 * Rows of another granularity than the rest: a stretch in which nearly all steps are whole
 * multiples of a coarser timeframe (a thin market skips bars at random instead), or two rows that
 * are closer than one bar. Undefined when there are none.
 */
export function foreignRows(series: BarSeries, timeframe: Timeframe): ForeignRows | undefined {
  const barMs = timeframeMs(timeframe);
  // Summer time may take an hour from a bar that is longer than one.
  const shortest = barMs > HOUR_MS ? barMs - HOUR_MS : barMs;
  for (let row = 1; row < series.length; row += 1) {
    const step = (series.time[row] as number) - (series.time[row - 1] as number);
    if (step < shortest) return { from: row, to: row, timeframe: undefined };
  }
  let found: { from: number; to: number; timeframe: Timeframe } | undefined;
  for (let start = 0; start + BLOCK < series.length; start += BLOCK) {
    const coarse = coarseTimeframe(series, start, barMs);
    if (!coarse) continue;
    found ??= { from: start, to: start, timeframe: coarse };
    found = { ...found, to: start + BLOCK };
  }
  return found;
}

/** The coarsest timeframe of the block that begins at `start`, if it is coarser than the bars. */
function coarseTimeframe(series: BarSeries, start: number, barMs: number): Timeframe | undefined {
  return TIMEFRAMES.toReversed().find((candidate) => {
    const length = timeframeMs(candidate);
    if (length < 2 * barMs) return false;
    let fitting = 0;
    for (let row = start + 1; row <= start + BLOCK; row += 1) {
      const step = (series.time[row] as number) - (series.time[row - 1] as number);
      if (step % length === 0) fitting += 1;
      // Enough misses: the usual block is decided after a few steps.
      else if (row - start - fitting > BLOCK * (1 - NEARLY_ALL)) return false;
    }
    return fitting >= BLOCK * NEARLY_ALL;
  });
}
