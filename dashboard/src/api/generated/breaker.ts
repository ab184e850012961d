// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Breaker {
  state: 'armed' | 'warned' | 'tripped';
  /**
   * Calendar date on the breaker's clock
   */
  day: string;
  /**
   * Equity at the day's start
   */
  baseline: number;
  /**
   * Equity at or below which trading stops
   */
  limit: number;
  /**
   * What can still be lost today
   */
  distance: number;
  daily_drawdown_pct: number;
  /**
   * End of the account's day
   */
  endsAt: number;
}
