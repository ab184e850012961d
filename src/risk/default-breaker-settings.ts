import type { Percent } from '../market/units.ts';
import type { BreakerSettings } from './circuit-breaker.ts';

/** The breaker an account has when its configuration says nothing: unit and source beside each. */
export const DEFAULT_BREAKER_SETTINGS: BreakerSettings = {
  /** Per cent of the day's start. Source: the brief. */
  daily_drawdown_pct: 2 as Percent,
  /**
   * Clock rule. Own choice: the broker's day is the one its statements and swaps are counted by.
   */
  day_clock: 'server',
  /** `HH:MM` on that clock. Own choice: its midnight. */
  day_starts_at: '00:00',
  /** Own choice: open losses carried over midnight belong to the day that made them. */
  baseline_basis: 'equity',
  /** Own choice: a blocked account whose positions run on can lose far more than its limit. */
  on_trip: 'close-all',
  /** Share of the limit, 0..1. Own choice: leaves a fifth of the limit to act in. */
  warn_at: 0.8,
};
