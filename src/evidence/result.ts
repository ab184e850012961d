import { hash } from 'node:crypto';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { Fact } from '../agents/fact.ts';
import type { Trade } from '../agents/trade-ledger.ts';
import type { BacktestRun } from '../backtest/runner.ts';
import { metricsOf, type Metrics } from './metrics.ts';

/** Where the bars of a run came from. */
export interface ResultData {
  readonly symbol: string;
  readonly source: string;
  readonly sha256: string;
  readonly bars: number;
  readonly clock: string;
}

/** How many candidates there were and what became of them. */
export interface SignalCounts {
  readonly candidates: number;
  readonly taken: number;
  /** Refusals by who refused and why, most frequent first. */
  readonly refused: readonly {
    readonly by: string;
    readonly reason: string;
    readonly count: number;
  }[];
}

/** A backtest, whole: what was run on what, what came out, and what was assumed. */
export interface BacktestResult {
  readonly format: 'kimi-agent-backtest/1';
  readonly version: string;
  readonly from: string;
  readonly to: string;
  readonly data: readonly ResultData[];
  readonly settings: AccountSettings;
  readonly settingsHash: string;
  readonly initialBalance: number;
  readonly metrics: Metrics;
  readonly signals: SignalCounts;
  readonly trades: readonly Trade[];
  /** sha256 of the trade list in its canonical lines: the same input gives the same hash. */
  readonly tradesSha256: string;
  /** Trades whose stop and target lay within the one bar that closed them: a rule decided these. */
  readonly intrabar: {
    readonly decided: number;
    readonly of: number;
    readonly sharePct: number;
    readonly positions: readonly string[];
  };
  /** Time, equity, balance. */
  readonly equity: BacktestRun['equity'];
  /** What the fills rest on, in words. */
  readonly assumptions: readonly string[];
}

export function settingsHash(settings: unknown): string {
  return hash('sha256', JSON.stringify(settings), 'hex');
}

export interface ResultParts {
  readonly version: string;
  readonly data: readonly ResultData[];
  readonly settings: AccountSettings;
  readonly initialBalance: number;
  readonly run: BacktestRun;
  readonly assumptions: readonly string[];
}

export function resultOf({ run, settings, ...parts }: ResultParts): BacktestResult {
  return {
    format: 'kimi-agent-backtest/1',
    version: parts.version,
    from: new Date(run.from).toISOString(),
    to: new Date(run.to).toISOString(),
    data: parts.data,
    settings,
    settingsHash: settingsHash(settings),
    initialBalance: parts.initialBalance,
    metrics: metricsOf(run.trades, run.equity),
    signals: countSignals(run.facts),
    trades: run.trades,
    tradesSha256: hashTrades(run.trades),
    intrabar: intrabarOf(run),
    equity: run.equity,
    assumptions: parts.assumptions,
  };
}

function intrabarOf({ trades, intrabar }: BacktestRun): BacktestResult['intrabar'] {
  const decided = intrabar.length;
  const of = trades.length;
  return { decided, of, sharePct: of === 0 ? 0 : (100 * decided) / of, positions: intrabar };
}

/** One line a trade, in order of closing: symbol, side, lots, times, prices, net. */
export function hashTrades(trades: readonly Trade[]): string {
  const lines = trades.map((trade) =>
    [
      trade.symbol,
      trade.side,
      trade.lots,
      trade.openedAt,
      trade.openPrice,
      trade.closedAt,
      trade.closePrice,
      trade.net,
    ].join(','),
  );
  return hash('sha256', lines.join('\n'), 'hex');
}

export function countSignals(facts: readonly Fact[]): SignalCounts {
  let candidates = 0;
  let taken = 0;
  const refused = new Map<string, { by: string; reason: string; count: number }>();
  for (const { body } of facts) {
    if (body.kind !== 'signal') continue;
    candidates += 1;
    if (body.verdict.taken) {
      taken += 1;
      continue;
    }
    const { by, reason } = body.verdict;
    const known = refused.get(`${by} ${reason}`);
    if (known) known.count += 1;
    else refused.set(`${by} ${reason}`, { by, reason, count: 1 });
  }
  const byCount = [...refused.values()].toSorted((left, right) => right.count - left.count);
  return { candidates, taken, refused: byCount };
}
