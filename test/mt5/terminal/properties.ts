/** Properties of a terminal that is connected and may trade. */
export const TERMINAL: Readonly<Record<string, string | number>> = {
  TERMINAL_BUILD: 5000,
  TERMINAL_CONNECTED: 1,
  TERMINAL_TRADE_ALLOWED: 1,
  TERMINAL_NOTIFICATIONS_ENABLED: 1,
  TERMINAL_MAXBARS: 100_000,
  TERMINAL_PING_LAST: 12_000,
  MQL_TRADE_ALLOWED: 1,
  MQL_TESTER: 0,
  MQL_PROGRAM_NAME: 'KimiBridge',
  TERMINAL_DATA_PATH: '',
  TERMINAL_PATH: '',
  TERMINAL_NAME: 'Test',
  TERMINAL_COMPANY: 'Example',
  chart_symbol: 'EURUSD',
};
