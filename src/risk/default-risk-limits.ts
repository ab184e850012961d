import type { Lots, Percent, Points } from '../market/units.ts';
import type { RiskLimits } from './risk-limits.ts';

/** The limits an account has when its configuration says nothing: unit and source beside each. */
export const DEFAULT_RISK_LIMITS: RiskLimits = {
  /** Per cent of the smaller of balance and equity. Source: the brief. */
  risk_per_trade_pct: 1 as Percent,
  /** Per cent of equity. Source: the brief. */
  max_total_exposure_pct: 10 as Percent,
  /** Lots. Source: the brief. */
  max_position_size: 1 as Lots,
  /** Notional over equity. Source: the brief; also ESMA's retail cap on major FX pairs. */
  max_leverage: 30,
  /** Count of positions and waiting orders. Own choice: exposure over risk per trade. */
  max_positions: 10,
  /** Count. Own choice: an agent holds one idea at a time. */
  max_positions_per_symbol: 1,
  /** Per cent of equity. Own choice: half of the total, so that no one currency can take it all. */
  max_currency_risk_pct: 5 as Percent,
  /** Per cent of equity. Own choice: as the total, for every trade may be in one currency. */
  max_currency_gross_pct: 10 as Percent,
  /** Count. Own choice: far above any plan, it stops a program that has run wild. */
  max_trades_per_day: 100,
  /** Count; 0: none. Own choice: the day's limit already ends a bad day. */
  cooldown_losses: 0,
  /** Minutes. Own choice: an hour, for who sets cooldown_losses. */
  cooldown_minutes: 60,
  /** Multiple of the typical spread. Own choice: news and rollover go far above it. */
  max_spread_ratio: 3,
  /**
   * Share of the risk, 0..1. Own choice: a quarter of R lost to costs leaves no room for an edge.
   */
  max_cost_share: 0.25,
  /** Points: one pip of a five-digit pair. Own choice: below it a stop is inside the noise. */
  min_stop_distance: 10 as Points,
  /** Typical spreads. Own choice: a stop is a market order and pays about one spread of slip. */
  stop_gap_spreads: 1,
};
