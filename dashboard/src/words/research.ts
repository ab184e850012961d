import type { BacktestView } from '../api/types.ts';

/** Words of the backtests. */
export const research = {
  title: 'Backtests',
  note: 'A backtest runs the very same agents, gates and risk in a process of its own; nothing here trades.',
  source: 'Prices from',
  sources: { simulated: 'Simulated market', store: 'Store' },
  weeks: 'Weeks',
  seed: 'Seed',
  symbol: 'Symbol of the store',
  start: 'Start a backtest',
  started: 'Backtest started.',
  empty:
    'No backtest yet. Start one above; bars for the store are imported by kimi-agent data import.',
  failed: (why: string) => `The backtests could not be loaded. ${why}`,
  state: {
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  } satisfies Record<BacktestView['state'], string>,
  progress: 'Progress',
  cancel: 'Cancel',
  cancelled: 'Backtest cancelled.',
  compare: 'Compare',
  compareLabel: (name: string) => `Compare ${name}`,
  report: 'Open the report',
  result: 'Whole result (JSON)',
  figure: 'Figure',
  notCompared: (why: string) => `The two could not be compared. ${why}`,
  comparison: 'Side by side',
  comparisonHint: 'Choose two backtests to read their summaries side by side.',
};
