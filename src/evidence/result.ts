import { hash } from 'node:crypto';
import type { AccountSettings } from '../agents/account-settings.ts';
import type { Fact } from '../agents/fact.ts';
import type { Trade } from '../agents/trade-ledger.ts';
import type { BacktestRun } from '../backtest/runner.ts';
import type { Money } from '../market/units.ts';
import type { Controls } from './controls/controls.ts';
import type { SealedSpan } from './ledger/seal.ts';
import { metricsOf, type Metrics } from './metrics.ts';
import type { TradeReasons } from './reasons.ts';
import { confidencesOf, reliabilityOf, type Reliability } from './reliability.ts';
import { measured, type MeasuredTrade } from './replay/measured-trade.ts';
import type { ReplayedTrade } from './replay/trade-replay.ts';

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

/** How a result came about, as far as it can be known before it is run. */
export interface Provenance {
  /** The command that gives this result again, without where it was written to. */
  readonly command: string;
  /** A strategy of the user's own, to the byte. */
  readonly strategy?: { readonly file: string; readonly sha256: string };
  /** The files of the economic calendar that kept entries away. */
  readonly calendar?: readonly { readonly file: string; readonly sha256: string }[];
  readonly spreadMultiplier: number;
  readonly simulated: boolean;
  /** The sealed span that was opened for this run. */
  readonly seal?: SealedSpan;
}

/** A backtest, whole: what was run on what, what came out, and what was assumed. */
export interface BacktestResult extends Partial<Provenance> {
  readonly format: 'kimi-agent-backtest/1';
  readonly version: string;
  readonly from: string;
  readonly to: string;
  readonly data: readonly ResultData[];
  readonly settings: AccountSettings;
  readonly settingsHash: string;
  /** Hash of what a live account would share with this run: see {@link configurationHash}. */
  readonly configurationHash?: string;
  /** Which of the configurations tried on this span this is the latest of, by the ledger. */
  readonly run?: { readonly trials: number };
  readonly initialBalance: number;
  readonly metrics: Metrics;
  readonly reliability?: Reliability;
  readonly controls?: Controls;
  readonly signals: SignalCounts;
  readonly trades: readonly MeasuredTrade[];
  /** sha256 of the trade list in its canonical lines: the same input gives the same hash. */
  readonly tradesSha256: string;
  /** Why each trade was taken, by signal id. */
  readonly reasons?: TradeReasons;
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

/** Of all that decides trades and nothing else: the same for a backtest and for the live account. */
export function configurationHash(settings: AccountSettings, strategy = ''): string {
  const { symbols, signal, limits, breaker, confidenceThreshold } = settings;
  return settingsHash({ symbols, signal, limits, breaker, confidenceThreshold, strategy });
}

export interface ResultParts {
  readonly version: string;
  readonly data: readonly ResultData[];
  readonly settings: AccountSettings;
  readonly initialBalance: number;
  readonly run: BacktestRun;
  readonly assumptions: readonly string[];
  readonly provenance: Provenance;
  readonly trials?: number;
  readonly replayed: readonly (ReplayedTrade | undefined)[];
  readonly controls?: Controls;
  readonly reasons?: TradeReasons;
}

export function resultOf({ run, settings, provenance, ...parts }: ResultParts): BacktestResult {
  const trades = run.trades.map((trade, at) => measured(trade, parts.replayed[at]));
  return {
    format: 'kimi-agent-backtest/1',
    version: parts.version,
    ...provenance,
    from: new Date(run.from).toISOString(),
    to: new Date(run.to).toISOString(),
    data: parts.data,
    settings,
    settingsHash: resultSettingsHash(settings, provenance.strategy?.sha256),
    configurationHash: configurationHash(settings, provenance.strategy?.sha256),
    ...(parts.trials === undefined ? {} : { run: { trials: parts.trials } }),
    initialBalance: parts.initialBalance,
    metrics: metricsOf(trades, run.equity, parts.initialBalance as Money),
    reliability: reliabilityOf(trades, confidencesOf(run.facts)),
    ...(parts.controls === undefined ? {} : { controls: parts.controls }),
    signals: countSignals(run.facts),
    trades,
    tradesSha256: hashTrades(run.trades),
    ...(parts.reasons === undefined ? {} : { reasons: parts.reasons }),
    intrabar: intrabarOf(run),
    equity: run.equity,
    assumptions: parts.assumptions,
  };
}

/** The settings alone for the shipped generator; with the strategy's own hash where there is one. */
export function resultSettingsHash(settings: AccountSettings, strategy?: string): string {
  return settingsHash(strategy === undefined ? settings : { settings, strategy });
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
