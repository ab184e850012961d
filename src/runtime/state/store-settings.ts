import { clockRule } from '../../market/clock-rule.ts';
import { timeframeMs, TIMEFRAMES, type Timeframe } from '../../market/timeframe.ts';
import type { StoreSettings } from '../bar-store.ts';
import type { ThreadStart } from '../messages.ts';

/** Timeframes that a chart can be looked at in. */
export const WATCHED: readonly Timeframe[] = ['M1', 'M5', 'M15', 'H1', 'H4'];

/** Closed bars of each timeframe that a chart begins with. */
export const BARS_SHOWN = 1000;

/** Enough for a chart, and for the minutes of a day that is not closed yet. */
const CHART_BARS = 1_500;

/** What an account's charts show and its strategies read. */
export function storeSettings({
  settings,
  strategy,
}: Pick<ThreadStart, 'settings' | 'strategy'>): StoreSettings {
  const { baseTimeframe: base, serverClock, signal } = settings;
  // What a strategy of the user's own reads is known only once it runs.
  const read = strategy ? TIMEFRAMES : [signal.timeframe, ...signal.bias_timeframes];
  const timeframes = [...WATCHED, ...read].filter(
    (timeframe) => timeframeMs(timeframe) > timeframeMs(base),
  );
  const kept = (timeframe: Timeframe): number =>
    Math.max(CHART_BARS, timeframe === signal.timeframe || strategy ? signal.history_bars : 0);
  return { base, timeframes, clock: clockRule(serverClock), kept };
}
