import type { Lots, Percent, Points } from '../market/units.ts';

/** What one account may risk. The names are those of the configuration. */
export interface RiskLimits {
  /** Share of the smaller of balance and equity lost if one trade's stop is hit. */
  readonly risk_per_trade_pct: Percent;
  /** Largest open risk of all positions together, to their stops, as a share of equity. */
  readonly max_total_exposure_pct: Percent;
  /** Largest volume of one trade. */
  readonly max_position_size: Lots;
  /** Largest notional value of all positions over equity. */
  readonly max_leverage: number;
  readonly max_positions: number;
  readonly max_positions_per_symbol: number;
  /**
   * Largest net risk on one currency, as a share of equity: a buy of EURUSD bets for the euro and
   * against the dollar with all it may lose, and bets of both signs cancel each other.
   */
  readonly max_currency_risk_pct: Percent;
  /** The same with the bets of both signs added. */
  readonly max_currency_gross_pct: Percent;
  /** Trades opened in one day of the breaker; 0 for no cap. */
  readonly max_trades_per_day: number;
  /** After so many losses in a row nothing is opened for `cooldown_minutes`; 0 for none. */
  readonly cooldown_losses: number;
  readonly cooldown_minutes: number;
  /**
   * An entry is refused while the spread is above this multiple of the instrument's typical one.
   */
  readonly max_spread_ratio: number;
  /** Spread and commission of a trade over its risk; above it the trade is refused. */
  readonly max_cost_share: number;
  /** A stop nearer than this is refused. */
  readonly min_stop_distance: Points;
  /**
   * How far beyond its price a stop is assumed to fill when the day's budget is counted, in typical
   * spreads of the instrument. Sizing does not use it; the budget does, for every stop.
   */
  readonly stop_gap_spreads: number;
}
