/**
 * How open positions of an account, or of one agent, are looked after. The names are those of the
 * configuration; 0 turns a policy off. R is the distance from entry to the first stop.
 */
export interface ManagementSettings {
  /** The stop goes to the entry, costs covered, once the gain is so many R. */
  readonly break_even_at_r: number;
  /** Points beyond entry and costs. */
  readonly break_even_offset_points: number;
  /** Trailing begins once the gain is so many R; 0 from the start. */
  readonly trail_from_r: number;
  /** The stop follows the price at so many ATR of the deciding timeframe. */
  readonly trail_atr: number;
  /** Bars of that ATR. */
  readonly trail_atr_period: number;
  /** The stop follows swings with so many lower highs, or higher lows, on each side. */
  readonly trail_swing_bars: number;
  /** Points beyond the swing. */
  readonly trail_swing_buffer_points: number;
  /** Once the gain is so many R, a part is closed … */
  readonly partial_at_r: number;
  /** … of this share of the position. */
  readonly partial_share: number;
  /** Closed after so many minutes in which its market was open … */
  readonly time_stop_minutes: number;
  /** … or so many bars of the deciding timeframe. */
  readonly time_stop_bars: number;
  /** Closed so many minutes before the weekend … */
  readonly weekend_flat_minutes: number;
  /** … and before any other close that lasts `long_close_hours` or longer. */
  readonly close_flat_minutes: number;
  readonly long_close_hours: number;
  /** A stop is moved by at least so many points … */
  readonly stop_step_points: number;
  /** … at most once in so many seconds … */
  readonly stop_interval_seconds: number;
  /** … and so often in a day, for one position and for the account. */
  readonly stop_changes_per_position: number;
  readonly stop_changes_per_day: number;
}
