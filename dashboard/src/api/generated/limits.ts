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
      /**
       * An amount, or a count: `unit` says which
       */
      used: number;
      /**
       * An amount, or a count: `unit` says which
       */
      allowed: number;
      unit: 'money' | 'positions' | 'trades';
      full_trades_left: number;
    }[];
    leverage: {
      used: number;
      allowed: number;
    };
    /**
     * Positions and waiting orders as bets on currencies
     */
    currencies: {
      /**
       * Amount in the account's currency, to the hundredth
       */
      net_allowed: number;
      /**
       * max_currency_risk_pct
       */
      net_allowed_pct: number;
      /**
       * Amount in the account's currency, to the hundredth
       */
      gross_allowed: number;
      /**
       * max_currency_gross_pct
       */
      gross_allowed_pct: number;
      /**
       * Largest first; empty while nothing is open or waits
       */
      bets: {
        currency: string;
        /**
         * May be lost to stops by bets for it, less bets against it
         */
        net: number;
        /**
         * Per cent of equity
         */
        net_pct: number;
        /**
         * The same, both added
         */
        gross: number;
        /**
         * Per cent of equity
         */
        gross_pct: number;
      }[];
    };
    /**
     * How many have no stop and count with their whole value
     */
    without_stop: number;
    detail: string;
  } | null;
  /**
   * Limits that do not say how many trades fit
   */
  uses: {
    /**
     * Its key in the configuration
     */
    limit: string;
    /**
     * The symbol it is counted for, where there are several
     */
    about: string | null;
    /**
     * Below 0 where a gain is on the other side of what is counted
     */
    used: number;
    /**
     * An amount, or a count: `unit` says which
     */
    allowed: number;
    unit: 'money' | 'positions' | 'losses' | 'requests';
  }[];
  breaker: {
    state: 'armed' | 'warned' | 'tripped';
    /**
     * Equity at which the day ends trading
     */
    day_limit: number;
    /**
     * The same for the whole life of the account
     */
    overall_limit: number | null;
    /**
     * Amount in the account's currency, to the hundredth
     */
    loss_left_today: number;
    loss_left_overall: number | null;
    next_day_in_ms: number;
    /**
     * In one line, with the countdown
     */
    text: string;
  } | null;
}
