import Table from 'cli-table3';
import { warningsOf } from './report/warnings.ts';
import type { Interval } from './wilson.ts';
import type { BacktestResult } from './result.ts';

/** A result as a person reads it on a terminal: what it is, what came out, how sure one can be. */
export function summaryOf(result: BacktestResult, notes: readonly string[]): string {
  const { metrics, settings, signals } = result;
  const money = (amount: number): string => `${amount.toFixed(2)} ${settings.currency}`;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ['Symbols', settings.symbols.join(' ')],
    ['Span', `${result.from.slice(0, 16)}Z to ${result.to.slice(0, 16)}Z`],
    [
      'Bars',
      `${sumBars(result)} ${settings.baseTimeframe}, decided on ${settings.signal.timeframe}`,
    ],
    ['Candidates', `${signals.candidates}, taken ${signals.taken}`],
    ['Refused most by', mostRefused(result)],
    ['Trades', `${metrics.trades}, won ${share(metrics.winRate, metrics.winRateInterval)}`],
    ['Net result', `${money(metrics.net)} after ${money(-metrics.commission || 0)} commission`],
    ['Mean R', meanR(result)],
    ['Profit factor', metrics.profitFactor?.toFixed(2) ?? 'none: no losing trade'],
    ['Deepest drawdown', drawdown(result)],
    ...controls(result),
    ['Trade list', `sha256 ${result.tradesSha256}`],
  );
  const warnings = warningsOf(result).map((warning) => `Warning: ${warning}`);
  const told = notes.map((note) => `Note: ${note}`);
  const lines = [table.toString(), verdict(result), ...warnings, ...told];
  return lines.join('\n');
}

function sumBars({ data }: BacktestResult): number {
  return data.reduce((sum, { bars }) => sum + bars, 0);
}

function mostRefused({ signals }: BacktestResult): string {
  const [first, second, third] = signals.refused;
  const told = [first, second, third].flatMap((one) => (one ? [`${one.reason} ${one.count}`] : []));
  return told.length > 0 ? told.join(', ') : 'nothing was refused';
}

function share(rate: number | null, interval: Interval | null): string {
  if (rate === null || interval === null) return 'none: there is no trade';
  const percent = (value: number): string => (value * 100).toFixed(1);
  return `${percent(rate)} % (95 %: ${percent(interval.low)} to ${percent(interval.high)})`;
}

function meanR({ metrics }: BacktestResult): string {
  if (metrics.meanR === null || metrics.meanRInterval === null) return 'unknown: too few trades';
  const { low, high } = metrics.meanRInterval;
  return `${signed(metrics.meanR)} (95 %: ${signed(low)} to ${signed(high)}, n = ${metrics.trades})`;
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
}

function controls({ controls: held }: BacktestResult): [string, string][] {
  const coin = held?.coinFlip;
  if (!held || !coin) return [];
  const ladder = held.costLadder.map(
    ({ spread, meanR: mean }) => `${spread}: ${mean === null ? 'no trade' : signed(mean)}`,
  );
  const found = `${held.reproduced.trades} of ${held.reproduced.of} trades found again`;
  return [
    ['Coin flips', `${coin.percentile.toFixed(1)} % of ${coin.seeds} did worse; ${found}`],
    ['Mean R at spread ×', ladder.join(', ')],
  ];
}

function drawdown({ metrics, settings }: BacktestResult): string {
  const deepest = metrics.maxDrawdown;
  if (!deepest) return 'none';
  return `${deepest.money.toFixed(2)} ${settings.currency} (${deepest.percent.toFixed(2)} %)`;
}

/** The one sentence a person should take away. */
export function verdict({ metrics }: BacktestResult): string {
  if (metrics.trades === 0) return 'No trade was made: this run says nothing about the strategy.';
  const interval = metrics.meanRInterval;
  if (!interval) {
    const say = metrics.trades === 1 ? '1 trade says' : `${metrics.trades} trades say`;
    return `${say} nothing about the strategy.`;
  }
  if (interval.low > 0) {
    return 'The mean R is above zero beyond chance on this span; on other data it may not be.';
  }
  if (interval.high < 0) return 'The mean R is below zero beyond chance: this loses money.';
  return `The mean R of ${metrics.trades} trades cannot be told from zero: no edge is shown.`;
}
