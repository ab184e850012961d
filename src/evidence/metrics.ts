import type { Trade } from '../agents/trade-ledger.ts';
import type { Money, RMultiple, UtcMs } from '../market/units.ts';
import { maxDrawdown, type Drawdown } from './drawdown.ts';
import { wilson, Z95, type Interval } from './wilson.ts';

/** What a list of trades amounts to. Nothing here is a forecast; every share has its interval. */
export interface Metrics {
  readonly trades: number;
  readonly wins: number;
  readonly winRate: number | null;
  readonly winRateInterval: Interval | null;
  readonly net: Money;
  readonly gross: Money;
  readonly commission: Money;
  readonly swap: Money;
  /** Sum of wins over sum of losses, after costs; null without a loss. */
  readonly profitFactor: number | null;
  /** Mean R of the trades, with its 95 % interval from the standard error; null below 2 trades. */
  readonly meanR: RMultiple | null;
  readonly meanRInterval: Interval | null;
  readonly maxDrawdown: Drawdown | null;
  readonly longestLosingStreak: number;
}

export function metricsOf(
  trades: readonly Trade[],
  equity: readonly (readonly [UtcMs, Money, Money])[],
): Metrics {
  const wins = trades.filter((trade) => trade.net > 0);
  const won = sum(wins.map((trade) => trade.net));
  const lost = -sum(trades.filter((trade) => trade.net <= 0).map((trade) => trade.net));
  const mean = meanWithInterval(trades.map((trade) => trade.r));
  return {
    trades: trades.length,
    wins: wins.length,
    winRate: trades.length > 0 ? wins.length / trades.length : null,
    winRateInterval: wilson(wins.length, trades.length) ?? null,
    net: sum(trades.map((trade) => trade.net)) as Money,
    gross: sum(trades.map((trade) => trade.gross)) as Money,
    commission: sum(trades.map((trade) => trade.commission)) as Money,
    swap: sum(trades.map((trade) => trade.swap)) as Money,
    profitFactor: lost > 0 ? won / lost : null,
    meanR: mean ? (mean.mean as RMultiple) : null,
    meanRInterval: mean ? mean.interval : null,
    maxDrawdown: maxDrawdown(equity) ?? null,
    longestLosingStreak: longestLosingStreak(trades),
  };
}

/** Mean and its 95 % interval, mean ± 1.96 standard errors; undefined below two values. */
export function meanWithInterval(
  values: readonly number[],
): { mean: number; interval: Interval } | undefined {
  if (values.length < 2) return undefined;
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) * (value - mean))) / (values.length - 1);
  const error = Math.sqrt(variance / values.length);
  return { mean, interval: { low: mean - Z95 * error, high: mean + Z95 * error } };
}

function longestLosingStreak(trades: readonly Trade[]): number {
  let longest = 0;
  let streak = 0;
  for (const trade of trades) {
    streak = trade.net > 0 ? 0 : streak + 1;
    longest = Math.max(longest, streak);
  }
  return longest;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
