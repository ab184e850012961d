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
