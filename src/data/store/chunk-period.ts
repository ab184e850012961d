import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { DAY_MS, MINUTE_MS } from '../../market/units.ts';

/** What a stored series is made of: bars of a timeframe, or ticks. */
export type Grain = Timeframe | 'tick';

/**
 * Start of the chunk that holds `time`: a day of ticks, a month of bars up to M5, a year of longer
 * ones, in UTC. A chunk is what an import rewrites and what a checksum covers.
 */
export function chunkStart(grain: Grain, time: number): number {
  if (grain === 'tick') return Math.floor(time / DAY_MS) * DAY_MS;
  const date = new Date(time);
  const month = timeframeMs(grain) <= 5 * MINUTE_MS ? date.getUTCMonth() : 0;
  return Date.UTC(date.getUTCFullYear(), month);
}

/** Start of the chunk after the one that starts at `start`. */
export function chunkEnd(grain: Grain, start: number): number {
  if (grain === 'tick') return start + DAY_MS;
  const date = new Date(start);
  return timeframeMs(grain) <= 5 * MINUTE_MS
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
    : Date.UTC(date.getUTCFullYear() + 1, 0);
}
