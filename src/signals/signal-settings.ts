import type { Timeframe } from '../market/timeframe.ts';

/** Parameters of the SMC signal generator. Distances are in ATR or pips, times in bars. */
export interface SignalSettings {
  /** Bars the agent decides on; M5 by default. */
  readonly timeframe: Timeframe;
  /** Bars that give the bias, coarse to fine. */
  readonly bias_timeframes: readonly Timeframe[];
  /** Bars of the deciding timeframe loaded before the first decision. */
  readonly history_bars: number;
  readonly swing_length: number;
  /** Bars between a sweep and the change of character that answers it. */
  readonly sweep_window_bars: number;
  /** Body of a displacement bar over ATR(14). */
  readonly displacement_atr: number;
  /** Smallest gap that counts, over ATR(14). */
  readonly min_gap_atr: number;
  /** Bars a setup waits for price to return into its zone. */
  readonly setup_expiry_bars: number;
  /** Added beyond the sweep's extreme for the stop. */
  readonly stop_buffer_pips: number;
  readonly min_reward_risk: number;
  /** `HH:MM-HH:MM` windows on New York's civil clock in which entries are allowed. */
  readonly kill_zones: readonly string[];
}
