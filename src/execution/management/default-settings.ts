import type { ManagementSettings } from './settings.ts';

/**
 * Nothing is managed: stop and target of the order decide. ours: none of the policies has a proven
 * edge, so none is on before somebody wants it.
 */
export const DEFAULT_MANAGEMENT: ManagementSettings = {
  break_even_at_r: 0,
  break_even_offset_points: 0,
  trail_from_r: 0,
  trail_atr: 0,
  /** Wilder's period. */
  trail_atr_period: 14,
  trail_swing_bars: 0,
  trail_swing_buffer_points: 10,
  partial_at_r: 0,
  partial_share: 0.5,
  time_stop_minutes: 0,
  time_stop_bars: 0,
  weekend_flat_minutes: 0,
  close_flat_minutes: 0,
  /** ours: longer than the daily break of metals and indices. */
  long_close_hours: 6,
  /** ours: a pip; a broker counts requests, and less is noise. */
  stop_step_points: 10,
  stop_interval_seconds: 60,
  stop_changes_per_position: 50,
  /** ours: a tenth of the 2,000 requests a day at which prop firms begin to complain. */
  stop_changes_per_day: 200,
};
