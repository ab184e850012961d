/** Words of currency exposure. */
export const exposure = {
  title: 'Currency exposure',
  note: 'What open positions and waiting orders would lose at their stops, as bets on currencies. A buy of EURUSD bets for EUR and against USD with the whole amount.',
  unknown: 'Not known while the account, a position or a rate cannot be valued.',
  empty: 'Nothing is open and nothing waits: no currency is bet on.',
  currency: 'Currency',
  net: 'Net, against its limit',
  gross: 'For and against together',
  netOf: (currency: string) => `Net risk on ${currency}`,
  grossOf: (currency: string) => `All risk on ${currency}`,
  direction: (net: number) => (net > 0 ? 'for' : net < 0 ? 'against' : 'either way'),
  limits: (net: string, netPct: string, gross: string, grossPct: string) =>
    `Limits for each currency: net ${net}, ${netPct} of equity (max_currency_risk_pct); together ${gross}, ${grossPct} (max_currency_gross_pct). A trade beyond one is refused.`,
};

/** Words of the presets of prop firms. */
export const presets = {
  title: 'Prop-firm rules',
  failed: (why: string) => `The presets could not be loaded. ${why}`,
  inForce: (firm: string, phase: string) => `In force: ${firm}, ${phase}`,
  none: "No firm's rules are in force.",
  noneHint: 'The limits of the configuration alone hold. What they leave:',
  today: 'May be lost by the rule of the day',
  overall: 'May be lost by the overall rule',
  noOverall: 'no overall limit',
  midnight: 'Its midnight is in',
  name: (firm: string, phase: string) => `${firm}, ${phase}`,
  source: (source: string) => `From: ${source}`,
  checked: (on: string, days: number) =>
    `checked on ${on} (${days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`})`,
  badge: 'In force',
  toUse: 'To use it, write in the account:',
  rules: (n: number) => `${n} rules; each only tightens`,
};
