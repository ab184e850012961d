/** Words of the settings. */
export const settings = {
  title: 'Settings of the agents',
  note: 'A person may only make an agent stricter than the configuration here: a higher threshold, less risk. It holds at once, and after a restart.',
  empty: 'No agent yet: create one on the Overview.',
  failed: (why: string) => `The settings could not be loaded. ${why}`,
  threshold: 'Confidence above which a signal is executed (confidence_threshold)',
  risk: 'Per cent at risk in one trade (risk_per_trade_pct)',
  configured: (value: string) => `configured: ${value}`,
  byPerson: (by: string) => `set by ${by}`,
  save: 'Save',
  saveLabel: (name: string, symbol: string) => `Save ${name} of ${symbol}`,
  back: 'Back to configured',
  saved: 'Saved.',
};
