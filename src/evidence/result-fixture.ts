import { SETTINGS } from '../agents/test/world.ts';
import type { Trade } from '../agents/trade-ledger.ts';
import type { BacktestRun } from '../backtest/runner.ts';
import {
  HOUR_MS,
  type Lots,
  type Money,
  type RMultiple,
  type SymbolName,
  type UtcMs,
} from '../market/units.ts';
import { controlsOf, type Controls } from './controls/controls.ts';
import { costStep, SPREAD_STEPS } from './controls/cost-ladder.ts';
import type { ReplayedTrade } from './replay/trade-replay.ts';
import { resultOf, type BacktestResult, type Provenance } from './result.ts';

/** Monday 2024-01-08 00:00 UTC. */
export const START = Date.UTC(2024, 0, 8) as UtcMs;
const INITIAL = 10_000 as Money;

/** A trade of 100 at risk that ends `r` times that, an hour long, one every four hours. */
export function tradeOfR(r: number, at: number, more: Partial<Trade> = {}): Trade {
  const openedAt = (START + at * 4 * HOUR_MS) as UtcMs;
  return {
    position: String(at + 1) as Trade['position'],
    symbol: 'EURUSD' as SymbolName,
    side: 'buy',
    lots: 1 as Lots,
    openedAt,
    openPrice: 1.1,
    closedAt: (openedAt + HOUR_MS) as UtcMs,
    closePrice: 1.1 + r * 0.001,
    stopLoss: 1.099,
    takeProfit: 1.102,
    risk: 100 as Money,
    gross: (r * 100 + 7) as Money,
    commission: -7 as Money,
    swap: 0 as Money,
    net: (r * 100) as Money,
    r: r as RMultiple,
    exit: r > 0 ? 'take-profit' : 'stop-loss',
    signalId: `signal-${at}`,
    confidence: 0.9,
    ...more,
  };
}

export function runOf(trades: readonly Trade[]): BacktestRun {
  const equity: [UtcMs, Money, Money][] = [[START, INITIAL, INITIAL]];
  let balance: number = INITIAL;
  for (const { closedAt, net } of trades) {
    balance += net;
    equity.push([closedAt, balance as Money, balance as Money]);
  }
  const to = (trades.at(-1)?.closedAt ?? START + HOUR_MS) as UtcMs;
  return {
    trades,
    equity,
    facts: [],
    intrabar: [],
    barsWithoutTicks: 0,
    bars: 1000,
    from: START,
    to,
  };
}

const PROVENANCE: Provenance = {
  command: 'kimi-agent backtest a.csv',
  spreadMultiplier: 1,
  simulated: false,
};

/** A whole result of trades with these R, with controls in which the other side would have lost. */
export function resultOfR(
  rs: readonly number[],
  more: Partial<BacktestResult> = {},
): BacktestResult {
  const trades = rs.map((r, at) => tradeOfR(r, at));
  const result = resultOf({
    version: '1.2.3',
    data: [{ symbol: 'EURUSD', source: 'a.csv', sha256: 'abc', bars: 1000, clock: 'utc' }],
    settings: SETTINGS,
    initialBalance: INITIAL,
    run: runOf(trades),
    assumptions: ['No slippage.'],
    provenance: PROVENANCE,
    trials: 1,
    replayed: trades.map(() => undefined),
    controls: controlsFor(trades),
    reasons: {},
  });
  return { ...result, ...more };
}

function controlsFor(trades: readonly Trade[]): Controls {
  return controlsOf({
    trades,
    replayed: trades.map((trade) => replayedOf(trade)),
    costLadder: SPREAD_STEPS.map((spread) => costStep(spread, trades)),
    initialBalance: INITIAL,
    seeds: 1000,
  });
}

function replayedOf(trade: Trade): ReplayedTrade {
  const { closedAt, closePrice, openPrice, r } = trade;
  const end = { closedAt, closePrice, exit: 'end', worst: openPrice, best: closePrice } as const;
  return { trade, end, same: r, other: r > 0 ? -1 : 0.4, spreadCost: 5 };
}
