import type { Timeframe } from '../market/timeframe.ts';
import type { SmcSettings } from '../smc/smc-params.ts';

/** Parameters of the SMC signal generator. Distances are in ATR or pips, times in bars. */
export interface SignalSettings extends SmcSettings {
  /** Bars the agent decides on; M5 by default. */
  readonly timeframe: Timeframe;
  /** Bars that give the bias, coarse to fine; those not coarser than `timeframe` are left out. */
  readonly bias_timeframes: readonly Timeframe[];
  /** Bars of the deciding timeframe loaded before the first decision. */
  readonly history_bars: number;
  /** Bars of each bias timeframe loaded before the first decision. */
  readonly bias_history_bars: number;

  // the setup
  /** Bars between a sweep and the change of character that answers it. */
  readonly sweep_window_bars: number;
  /** Bars a setup waits for price to return into its zone. */
  readonly setup_expiry_bars: number;
  /** `market` enters when a bar has confirmed the zone, `limit` waits at the zone. */
  readonly entry: 'market' | 'limit';
  /** Where a limit waits: at the edge of the zone that price meets first, or in its middle. */
  readonly limit_at: 'edge' | 'half';
  /** Bars of `timeframe` that a limit waits. */
  readonly limit_expiry_bars: number;
  /** Added beyond the sweep's extreme for the stop. */
  readonly stop_buffer_pips: number;
  /** Least reward over risk of a target. */
  readonly min_reward_risk: number;
  /** Liquidity further than this, over the risk, is no target. */
  readonly max_reward_risk: number;
  /** Without liquidity in that reach: aim at `min_reward_risk` times the risk, or refuse? */
  readonly fixed_target_allowed: boolean;

  // gates
  /** `HH:MM-HH:MM` windows on New York's civil clock in which entries are allowed. */
  readonly kill_zones: readonly string[];
  /** `HH:MM-HH:MM` on New York's civil clock, around the rollover, without entries. */
  readonly rollover: string;
  /** Minutes after the week's opening without entries. */
  readonly week_open_minutes: number;
  /** Minutes before a long close without entries. */
  readonly week_close_minutes: number;
  /** Minutes before and after a release of the instrument's currencies without entries. */
  readonly news_minutes_before: number;
  readonly news_minutes_after: number;
  /** Least impact of a release that counts. */
  readonly news_impact: 'medium' | 'high';
  /** When nothing is known of the schedule: `by-mode` refuses on demo and real accounts. */
  readonly news_unknown: 'by-mode' | 'refuse' | 'pass';
  /** Only the first good candidate of each kill zone. */
  readonly one_signal_per_session: boolean;
  /** A stop nearer than this is refused. */
  readonly min_stop_pips: number;
  /** A stop further than this, over ATR, is refused. */
  readonly max_stop_atr: number;
  /** Reward over risk that must lie before the first opposing gap of a bias timeframe; 0 asks none. */
  readonly min_path_reward_risk: number;
  /** Greatest spread, over the instrument's typical one. */
  readonly max_spread_ratio: number;
  /** Greatest spread, over what is usual in this hour of the week. */
  readonly max_usual_spread_ratio: number;
  /** Greatest spread, over the distance from entry to stop. */
  readonly max_cost_share: number;
}
