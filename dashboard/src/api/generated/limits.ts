// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Limits {
  account: string;
  currency: string;
  /**
   * In one line: how many full trades fit before which limit
   */
  text: string;
  report: {
    /**
     * What one full trade may lose
     */
    allowance: number;
    /**
     * The limit that ends trading first
     */
    binding: 'day-budget' | 'max_total_exposure_pct' | 'max_positions' | 'max_trades_per_day';
    full_trades_left: number;
    /**
     * Tightest first
     */
    rooms: {
      limit: 'day-budget' | 'max_total_exposure_pct' | 'max_positions' | 'max_trades_per_day';
      used: number;
      allowed: number;
      unit: 'money' | 'positions' | 'trades';
      full_trades_left: number;
    }[];
    leverage: {
      used: number;
      allowed: number;
    };
    detail: string;
  } | null;
  breaker: {
    state: 'armed' | 'warned' | 'tripped';
    loss_left_today: number;
    loss_left_overall: number | null;
    next_day_in_ms: number;
    /**
     * In one line, with the countdown
     */
    text: string;
  } | null;
}
