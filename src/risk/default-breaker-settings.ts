import type { Money, Percent } from '../market/units.ts';
import type { BreakerSettings } from './breaker-settings.ts';

/** The breaker an account has when its configuration says nothing: unit and source beside each. */
export const DEFAULT_BREAKER_SETTINGS: BreakerSettings = {
  /** Per cent of `drawdown_pct_of`. Source: the brief. */
  daily_drawdown_pct: 2 as Percent,
  /** Own choice: the limit grows and shrinks with the account. */
  drawdown_pct_of: 'day-start',
  /**
   * Clock rule. Own choice: the broker's day is the one its statements and swaps are counted by.
   */
  day_clock: 'server',
  /** `HH:MM` on that clock. Own choice: its midnight. */
  day_starts_at: '00:00',
  /** Own choice: open losses carried over midnight belong to the day that made them. */
  baseline_basis: 'equity',
  /** Account currency; 0: the base of the first day. Own choice: nothing has to be written. */
  initial_capital: 0 as Money,
  /** Per cent; 0: none. Own choice: only who knows his capital can set an overall limit. */
  overall_drawdown_pct: 0 as Percent,
  /** Own choice: the plainest of the three. */
  overall_kind: 'static',
  /** Own choice: an amount that does not move while one trades. */
  overall_pct_of: 'initial',
  /** Own choice: the tighter of the two. */
  overall_lock_at_start: false,
  /** Per cent; 0: none. Own choice: a gain is no danger to the account. */
  daily_profit_lock_pct: 0 as Percent,
  /** Per cent; 0: none. */
  phase_profit_lock_pct: 0 as Percent,
  /** Own choice: a daily limit is a limit of its day. */
  rearm: 'next-day',
  /** Own choice: a blocked account whose positions run on can lose far more than its limit. */
  on_trip: 'close-all',
  /** Share of the limit, 0..1. Own choice: leaves a fifth of the limit to act in. */
  warn_at: 0.8,
};
