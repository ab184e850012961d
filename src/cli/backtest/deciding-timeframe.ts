import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';

/** What agents decide on: the configured timeframe, or the bars' own where these are longer. */
export function decidingTimeframe(configured: Timeframe, base: Timeframe): Timeframe {
  return isFiner(configured, base) ? base : configured;
}

export function isFiner(one: Timeframe, other: Timeframe): boolean {
  return timeframeMs(one) < timeframeMs(other);
}
