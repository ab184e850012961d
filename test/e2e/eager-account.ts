import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Trades at every M5 bar, in turn both ways, with stops and targets that are soon reached. */
const STRATEGY = `
type Shown = { timeframe: string; bar: { time: number; close: number }; closedAt: number;
  spread: number; history?: boolean };
export const strategy = ({ account, instrument }: any) => ({
  timeframes: ['M5'],
  historyBars: [10],
  confirmed: [],
  onBar({ timeframe, bar, closedAt, spread, history }: Shown) {
    const { symbol, pip } = instrument;
    if (history) return [];
    const side = (bar.time / 300000) % 2 === 0 ? 'buy' : 'sell';
    const way = side === 'buy' ? 1 : -1;
    const price = side === 'buy' ? bar.close + spread : bar.close;
    return [{ signal: {
      id: [account, symbol, timeframe, bar.time, side].join(':'),
      symbol, timeframe, side, time: closedAt, entry: { kind: 'market', price },
      stopLoss: price - way * 12 * pip, takeProfit: price + way * 24 * pip, confidence: 0.9,
      gates: [{ gate: 'always', passed: true, detail: 'there is none' }],
      score: [{ part: 'hope', weight: 1, value: 0.9, detail: 'plenty', evidence: [] }],
    } }];
  },
  snapshot: () => null,
  restore: () => {},
});`;

/** A configuration file under which orders go out all the time; its path. */
export function eagerAccount(folder: string): string {
  const strategy = join(folder, 'eager.ts');
  writeFileSync(strategy, STRATEGY);
  const file = join(folder, 'kimi.yaml');
  const limits =
    'risk_per_trade_pct: 0.1, max_positions: 20, max_positions_per_symbol: 5, ' +
    'max_trades_per_day: 0, cooldown_losses: 0';
  writeFileSync(
    file,
    `accounts:
  - name: main
    mode: simulated
    currency: SIM
    symbols: [EURUSD, GBPUSD, AUDUSD]
    strategy: ${JSON.stringify(strategy)}
    limits: { ${limits} }
    breaker: { daily_drawdown_pct: 50 }
`,
  );
  return file;
}
