/** Words of the limits. Their names are the configuration's. */
export const limits = {
  title: 'Limits and how far they are',
  failed: (why: string) => `The limits could not be loaded. ${why}`,
  name: {
    'day-budget': "The day's loss, with every open stop counted as lost",
    max_total_exposure_pct: 'Risk of all open positions together (max_total_exposure_pct)',
    max_positions: 'Open positions and waiting orders (max_positions)',
    max_trades_per_day: 'Trades opened today (max_trades_per_day)',
  },
  /** By key of the configuration; one that is not here is called by its key. */
  useName: {
    daily_drawdown_pct: 'Lost today',
    overall_drawdown_pct: 'Lost overall',
    daily_profit_lock_pct: 'Gained today, until the gain is locked',
    phase_profit_lock_pct: 'Gained in this phase, until it is passed',
    max_positions_per_symbol: 'Positions and orders in one symbol',
    cooldown_losses: 'Losses in a row, until a pause',
    max_requests_per_day: 'Requests to the broker today',
  } as Readonly<Record<string, string>>,
  full: 'Nothing is left.',
  away: (left: string) => `${left} away.`,
  withoutStop: (n: number) =>
    n === 1
      ? 'One position or order has no stop and counts with its whole value.'
      : `${n} positions or orders have no stop and count with their whole value.`,
  used: (used: string, allowed: string) => `${used} of ${allowed}`,
  tradesLeft: (n: number) =>
    n === 1
      ? 'One more full trade fits.'
      : n === 0
        ? 'No full trade fits.'
        : `${n} full trades fit.`,
  binding: 'This limit ends trading first.',
  leverage: 'Leverage (max_leverage)',
  times: (value: number) => `${value.toFixed(1)} : 1`,
};
