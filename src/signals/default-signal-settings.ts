import type { SignalSettings } from './signal-settings.ts';

/**
 * The shipped settings. Those marked "recipe" are the middle of what public SMC systems state; none
 * was chosen by profit.
 */
export const DEFAULT_SIGNAL_SETTINGS: SignalSettings = {
  timeframe: 'M5', // the deciding bars
  bias_timeframes: ['H4', 'H1'], // recipe: both, coarse to fine
  history_bars: 9000, // bars of `timeframe`; six weeks of M5: a beginning agent then sees what one that never stopped sees
  bias_history_bars: 250, // bars of each bias timeframe; about two months of H4

  atr_period: 14, // bars; Wilder 1978
  internal_length: 2, // bars each side; recipe: 2 to 5
  swing_length: 8, // bars each side
  break_by: 'close', // recipe
  displacement_atr: 1, // body over ATR: a body as tall as an average bar's whole range; recipe: 1 to 1.5
  min_gap_atr: 0.25, // height over ATR; recipe: 0.25 to 0.5
  min_gap_pips: 0.3, // pips; keeps dead hours, where ATR is a few points, from making gaps
  max_block_atr: 2, // height over ATR; a bar of twice the usual range is no zone
  order_block_zone: 'extreme', // recipe names both; the extreme bar is there in every leg
  min_imbalance_atr: 0.25, // height over ATR; as a gap
  equal_level_atr: 0.1, // distance over ATR
  max_zones: 20, // zones of one kind and direction
  max_zone_age_bars: 500, // bars
  max_pools: 30, // levels of one side
  max_pool_age_bars: 1000, // bars; about three and a half days of M5
  max_period_pools: 24, // levels of one side
  max_period_pool_age_bars: 3000, // bars; about two weeks of M5, so that `history_bars` hold all that is watched
  max_h4_pools: 12, // levels of one side; two days
  round_number_pips: 50, // pips; orders cluster at 00 and 50 (Osler 2003)
  max_round_pools: 6, // levels of one side
  sessions: [
    // New York's civil clock; the sessions' own names, not the broker's
    { name: 'asia', zone: 'America/New_York', window: '20:00-00:00' }, // recipe
    { name: 'london', zone: 'America/New_York', window: '02:00-05:00' }, // recipe
    { name: 'new-york', zone: 'America/New_York', window: '07:00-10:00' }, // recipe
  ],

  sweep_window_bars: 12, // bars; recipe: 8 to 12
  setup_expiry_bars: 24, // bars; recipe: 24 to 30
  entry: 'market', // a zone that held is more than a zone that may hold, and nothing waits unwatched
  limit_at: 'edge', // recipe: near edge or half
  limit_expiry_bars: 24, // bars; recipe: 24 to 30
  stop_buffer_pips: 1, // pips; recipe: 1 to 2
  min_reward_risk: 2, // times the risk; recipe
  max_reward_risk: 4, // times the risk; what lies further is seldom reached the same day
  fixed_target_allowed: true, // recipe: "or fixed 2R"

  kill_zones: ['02:00-05:00', '07:00-10:00'], // New York; London's and New York's open
  rollover: '16:30-18:15', // New York; spreads widen around 17:00
  week_open_minutes: 120, // minutes
  week_close_minutes: 120, // minutes
  news_minutes_before: 30, // minutes
  news_minutes_after: 30, // minutes
  news_impact: 'high',
  news_unknown: 'by-mode',
  one_signal_per_session: false, // recipe has it as an option
  min_stop_pips: 5, // pips; below it costs outweigh the idea
  max_stop_atr: 6, // times ATR of the deciding bars
  min_path_reward_risk: 1, // times the risk: room to earn what is risked
  max_spread_ratio: 2, // times the instrument's typical spread
  max_usual_spread_ratio: 2, // times the mean of this hour of the week
  max_cost_share: 0.2, // share of the risk; recipe: 0.15 to 0.2
};
