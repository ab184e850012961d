import { z } from 'zod';
import type { ApprovalSettings } from '../agents/account-settings.ts';
import type { ConductSettings } from '../execution/conduct.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import { CLOCK_RULE_HELP, parseClockRule } from '../market/clock-rule.ts';
import { TIMEFRAMES } from '../market/timeframe.ts';
import { isZone } from '../market/zone-offset.ts';
import { parseDayStart } from '../risk/account-day.ts';
import type { BreakerSettings } from '../risk/breaker-settings.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import type { SignalSettings } from '../signals/signal-settings.ts';
import { parseCivilWindow, type SessionWindow } from '../smc/sessions.ts';
import {
  blockField,
  choiceField,
  listField,
  numberField,
  textField,
  wholeField,
} from './fields.ts';

/** One field for each key of a settings type: a key that a room adds is missed here by the compiler. */
type FieldsOf<Settings> = { readonly [Key in keyof Settings]: z.ZodType };

export const clockField = textField(CLOCK_RULE_HELP, (text) => parseClockRule(text) !== undefined);
export const timeframeField = choiceField(TIMEFRAMES);
export const LIMIT_FIELDS = {
  risk_per_trade_pct: numberField({ above: 0, to: 10, unit: 'per cent of balance or equity' }),
  max_total_exposure_pct: numberField({ above: 0, to: 100, unit: 'per cent of equity' }),
  max_position_size: numberField({ above: 0, to: 1000, unit: 'lots' }),
  max_leverage: numberField({ above: 0, to: 1000, unit: 'notional over equity' }),
  max_positions: wholeField({ from: 1, to: 1000, unit: 'positions' }),
  max_positions_per_symbol: wholeField({ from: 1, to: 100, unit: 'positions' }),
  max_currency_risk_pct: numberField({ above: 0, to: 100, unit: 'per cent of equity' }),
  max_currency_gross_pct: numberField({ above: 0, to: 100, unit: 'per cent of equity' }),
  max_trades_per_day: wholeField({ from: 0, to: 100_000, unit: 'trades, 0 for no cap' }),
  cooldown_losses: wholeField({ from: 0, to: 1000, unit: 'losses in a row, 0 for none' }),
  cooldown_minutes: wholeField({ from: 0, to: 100_000, unit: 'minutes' }),
  max_spread_ratio: numberField({ from: 1, to: 100, unit: 'multiple of the typical spread' }),
  max_cost_share: numberField({ above: 0, to: 1, unit: 'share of the risk' }),
  min_stop_distance: wholeField({ from: 0, to: 1_000_000, unit: 'points' }),
  stop_gap_spreads: numberField({ from: 0, to: 1000, unit: 'typical spreads' }),
} satisfies FieldsOf<RiskLimits>;

export const BREAKER_FIELDS = {
  daily_drawdown_pct: numberField({ above: 0, to: 99, unit: 'per cent of drawdown_pct_of' }),
  drawdown_pct_of: choiceField(['initial', 'day-start', 'peak']),
  day_clock: textField(`server (the clock of server_clock), ${CLOCK_RULE_HELP}`, (text) => {
    return text === 'server' || parseClockRule(text) !== undefined;
  }),
  day_starts_at: textField('a time from 00:00 to 23:59, in quotes', (text) => {
    return parseDayStart(text) !== undefined;
  }),
  baseline_basis: choiceField(['equity', 'balance', 'higher', 'trailing-high']),
  initial_capital: numberField({
    from: 0,
    to: 1e12,
    unit: 'account currency, 0 for the first base',
  }),
  overall_drawdown_pct: numberField({ from: 0, to: 99, unit: 'per cent, 0 for no overall limit' }),
  overall_kind: choiceField(['static', 'trailing-equity', 'trailing-balance']),
  overall_pct_of: choiceField(['initial', 'peak']),
  overall_lock_at_start: z.boolean({ error: 'true or false' }),
  daily_profit_lock_pct: numberField({ from: 0, to: 1000, unit: 'per cent, 0 for none' }),
  phase_profit_lock_pct: numberField({ from: 0, to: 1000, unit: 'per cent, 0 for none' }),
  rearm: choiceField(['next-day', 'person']),
  on_trip: choiceField(['close-all', 'block']),
  warn_at: numberField({ above: 0, to: 1, unit: 'share of the limit' }),
} satisfies FieldsOf<BreakerSettings>;

const minutes = () => wholeField({ from: 0, to: 1440, unit: 'minutes' });
const inR = () => numberField({ from: 0, to: 100, unit: 'multiple of the risk, 0 for never' });
const points = () => wholeField({ from: 0, to: 1_000_000, unit: 'points' });
const flatMinutes = () => wholeField({ from: 0, to: 2880, unit: 'minutes, 0 for never' });

export const MANAGEMENT_FIELDS = {
  break_even_at_r: inR(),
  break_even_offset_points: points(),
  trail_from_r: inR(),
  trail_atr: numberField({ from: 0, to: 100, unit: 'multiple of ATR, 0 for none' }),
  trail_atr_period: wholeField({ from: 1, to: 1000, unit: 'bars' }),
  trail_swing_bars: wholeField({ from: 0, to: 1000, unit: 'bars, 0 for none' }),
  trail_swing_buffer_points: points(),
  partial_at_r: inR(),
  partial_share: numberField({ above: 0, to: 1, unit: 'share of the position' }),
  time_stop_minutes: wholeField({ from: 0, to: 1_000_000, unit: 'minutes, 0 for never' }),
  time_stop_bars: wholeField({ from: 0, to: 1_000_000, unit: 'bars, 0 for never' }),
  weekend_flat_minutes: flatMinutes(),
  close_flat_minutes: flatMinutes(),
  long_close_hours: numberField({ from: 1, to: 1000, unit: 'hours' }),
  stop_step_points: points(),
  stop_interval_seconds: wholeField({ from: 1, to: 86_400, unit: 'seconds' }),
  stop_changes_per_position: wholeField({ from: 1, to: 10_000, unit: 'changes' }),
  stop_changes_per_day: wholeField({ from: 1, to: 100_000, unit: 'changes' }),
} satisfies FieldsOf<ManagementSettings>;

export const CONDUCT_FIELDS = {
  news_entry_minutes: minutes(),
  news_flat_minutes: minutes(),
  news_impact: choiceField(['low', 'medium', 'high']),
  max_requests_per_day: wholeField({ from: 0, to: 1_000_000, unit: 'requests, 0 for no cap' }),
  requests_reserve: wholeField({ from: 0, to: 1_000_000, unit: 'requests' }),
  min_hold_seconds: wholeField({ from: 0, to: 86_400, unit: 'seconds, 0 for none' }),
  across_accounts: z.boolean({ error: 'true or false' }),
} satisfies FieldsOf<ConductSettings>;

export const APPROVAL_FIELDS = {
  above: numberField({ from: 0, to: 1, unit: 'confidence, 1 lets nothing wait' }),
  expires_minutes: wholeField({ from: 1, to: 1440, unit: 'minutes' }),
  max_drift: numberField({ from: 0, to: 10, unit: 'share of entry to stop' }),
} satisfies FieldsOf<ApprovalSettings>;

const WINDOW_WORDS = "'07:00-10:00' on New York's clock, in quotes";
const isWindow = (text: string): boolean => parseCivilWindow(text) !== undefined;

const bars = (from: number, to: number) => wholeField({ from, to, unit: 'bars' });
const atrs = () => numberField({ from: 0, to: 100, unit: 'multiple of ATR' });
const pips = () => numberField({ from: 0, to: 10_000, unit: 'pips' });
const count = () => wholeField({ from: 1, to: 10_000, unit: 'count' });
const risks = () => numberField({ above: 0, to: 100, unit: 'multiple of the risk' });

const sessionField = blockField({
  name: textField('a name of letters, digits and dashes', (text) => /^[\w-]{1,32}$/.test(text)),
  zone: textField('an IANA zone such as Europe/London', isZone),
  window: textField("a window such as '08:00-17:00' on the zone's clock, in quotes", isWindow),
} satisfies FieldsOf<SessionWindow>);

export const SIGNAL_FIELDS = {
  timeframe: timeframeField,
  bias_timeframes: listField(timeframeField, 'a list of timeframes, the longest first'),
  history_bars: bars(50, 100_000),
  bias_history_bars: bars(50, 100_000),
  atr_period: bars(1, 1000),
  internal_length: bars(1, 1000),
  swing_length: bars(1, 1000),
  break_by: choiceField(['close', 'wick']),
  displacement_atr: atrs(),
  min_gap_atr: atrs(),
  min_gap_pips: pips(),
  max_block_atr: atrs(),
  order_block_zone: choiceField(['extreme', 'last-opposite']),
  min_imbalance_atr: atrs(),
  equal_level_atr: atrs(),
  max_zones: count(),
  max_zone_age_bars: bars(1, 1_000_000),
  max_pools: count(),
  max_pool_age_bars: bars(1, 1_000_000),
  max_period_pools: count(),
  max_period_pool_age_bars: bars(1, 1_000_000),
  max_h4_pools: count(),
  round_number_pips: pips(),
  max_round_pools: count(),
  sessions: z.array(sessionField, { error: 'a list of sessions: name, zone, window' }),
  sweep_window_bars: bars(1, 1000),
  setup_expiry_bars: bars(1, 1000),
  entry: choiceField(['market', 'limit']),
  limit_at: choiceField(['edge', 'half']),
  limit_expiry_bars: bars(1, 1000),
  stop_buffer_pips: pips(),
  min_reward_risk: risks(),
  max_reward_risk: risks(),
  fixed_target_allowed: z.boolean({ error: 'true or false' }),
  kill_zones: listField(
    textField(`a window such as ${WINDOW_WORDS}`, isWindow),
    `a list of windows such as ${WINDOW_WORDS}`,
  ),
  rollover: textField(`a window such as ${WINDOW_WORDS}`, isWindow),
  week_open_minutes: minutes(),
  week_close_minutes: minutes(),
  news_minutes_before: minutes(),
  news_minutes_after: minutes(),
  news_impact: choiceField(['medium', 'high']),
  news_unknown: choiceField(['by-mode', 'refuse', 'pass']),
  one_signal_per_session: z.boolean({ error: 'true or false' }),
  min_stop_pips: pips(),
  max_stop_atr: atrs(),
  min_path_reward_risk: numberField({ from: 0, to: 100, unit: 'multiple of the risk' }),
  max_spread_ratio: numberField({ from: 1, to: 100, unit: 'multiple of the typical spread' }),
  max_usual_spread_ratio: numberField({
    from: 1,
    to: 100,
    unit: "multiple of the hour's usual spread",
  }),
  max_cost_share: numberField({ above: 0, to: 1, unit: 'share of the risk' }),
} satisfies FieldsOf<SignalSettings>;
