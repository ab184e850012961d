import type { Money, UtcMs } from '../../market/units.ts';
import { metricsOf, type Metrics } from '../metrics.ts';
import type { BacktestResult } from '../result.ts';
import { warningsOf } from '../report/warnings.ts';
import { readResult } from '../read-result.ts';
import { readMt5Report, type Mt5Report } from './mt5-report.ts';

/** One of the two that are compared, whoever made it. */
export interface ComparedSide {
  readonly name: string;
  readonly madeBy: string;
  readonly from: string;
  readonly to: string;
  readonly symbols: readonly string[];
  readonly currency: string;
  readonly initialBalance: number;
  readonly metrics: Metrics;
  /** R of each trade is known: an MT5 report names no stops. */
  readonly knowsR: boolean;
  readonly equity: BacktestResult['equity'];
  readonly warnings: readonly string[];
  readonly settingsHash: string;
  readonly dataHashes: readonly string[];
}

export type ReadSide =
  | { readonly ok: true; readonly side: ComparedSide }
  | { readonly ok: false; readonly message: string };

/** Reads our own result, or a Strategy Tester report; bytes, for MT5 writes UTF-16. */
export function readSide(bytes: Uint8Array, name: string): ReadSide {
  const text = reportText(bytes);
  if (/^\s*</.test(text)) {
    const read = readMt5Report(text, name);
    return read.ok ? { ok: true, side: sideOfMt5(read.report, name) } : read;
  }
  const read = readResult(text, name);
  return read.ok ? { ok: true, side: sideOfResult(read.result, name) } : read;
}

/** The text of a file of MT5's, which writes UTF-16. */
export function reportText(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function sideOfResult(result: BacktestResult, name: string): ComparedSide {
  const { from, to, settings, metrics, equity, initialBalance, settingsHash, data } = result;
  return {
    name,
    madeBy: `Kimi Agent ${result.version}`,
    from,
    to,
    symbols: settings.symbols,
    currency: settings.currency,
    initialBalance,
    metrics,
    knowsR: true,
    equity,
    warnings: warningsOf(result),
    settingsHash,
    dataHashes: data.map(({ sha256 }) => sha256),
  };
}

function sideOfMt5(report: Mt5Report, name: string): ComparedSide {
  const { trades, initialBalance, currency, leftOpen } = report;
  const measured = trades.map((trade) => ({ ...trade, mae: null, mfe: null, spreadCost: null }));
  const equity = closedBalances(report);
  const warnings = [
    'Times are those of the tester’s own clock; equity is the balance after each trade.',
  ];
  if (leftOpen > 0)
    warnings.push(`${leftOpen} entries have no exit in the report: they are not counted.`);
  return {
    name,
    madeBy: 'MT5 Strategy Tester',
    from: isoOf(equity[0]?.[0]),
    to: isoOf(equity.at(-1)?.[0]),
    symbols: [...new Set(trades.map(({ symbol }) => symbol))],
    currency,
    initialBalance,
    metrics: metricsOf(measured, equity, initialBalance),
    knowsR: false,
    equity,
    warnings,
    settingsHash: '',
    dataHashes: [],
  };
}

function closedBalances({ trades, initialBalance }: Mt5Report): BacktestResult['equity'] {
  let balance: number = initialBalance;
  const points: [UtcMs, Money, Money][] = [];
  const begin = trades[0]?.openedAt;
  if (begin !== undefined) points.push([begin, initialBalance, initialBalance]);
  for (const { closedAt, net } of trades) {
    balance += net;
    points.push([closedAt, balance as Money, balance as Money]);
  }
  return points;
}

function isoOf(time: UtcMs | undefined): string {
  return time === undefined ? '' : new Date(time).toISOString();
}
