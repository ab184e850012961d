import type { Trade } from '../agents/trade-ledger.ts';
import type { Money, Percent, RMultiple, UtcMs } from '../market/units.ts';
import { breakdownOf, type Breakdown } from './breakdown.ts';
import { drawdownsOf, type Drawdown, type UnderWater } from './drawdown.ts';
import { equityRatios, type EquityRatios } from './equity-ratios.ts';
import { exposureOf, type Exposure } from './exposure.ts';
import type { MeasuredTrade } from './replay/measured-trade.ts';
import { meanInterval, profitFactorInterval } from './stats/block-bootstrap.ts';
import { wilson, type Interval } from './wilson.ts';

/** Costs by kind, as negative amounts. */
export interface Costs {
  /** Inside `gross` already: trades are opened and closed at the worse side of the quote. */
  readonly spread: Money | null;
  readonly commission: Money;
  readonly swap: Money;
}

/** How far trades went against and for themselves, in distances to their stop. */
export interface Excursions {
  readonly trades: number;
  readonly meanMae: RMultiple;
  readonly meanMfe: RMultiple;
  /** Mean of the trades that won, and of those that lost: how much heat a winner takes. */
  readonly meanMaeOfWins: RMultiple | null;
  readonly meanMfeOfLosses: RMultiple | null;
}

/**
 * What a list of trades amounts to; docs/metrics.md defines each. Nothing here is a forecast; every
 * share has its interval, and what cannot be computed is null.
 */
export interface Metrics extends EquityRatios {
  readonly trades: number;
  readonly wins: number;
  readonly winRate: number | null;
  readonly winRateInterval: Interval | null;
  readonly net: Money;
  readonly gross: Money;
  readonly commission: Money;
  readonly swap: Money;
  readonly costs: Costs;
  readonly averageWin: Money | null;
  readonly averageLoss: Money | null;
  /** Sum of wins over sum of losses, after costs; null without a loss. */
  readonly profitFactor: number | null;
  readonly profitFactorInterval: Interval | null;
  /** Mean R of the trades, with its 95 % interval by block bootstrap; null below 10 trades. */
  readonly meanR: RMultiple | null;
  readonly meanRInterval: Interval | null;
  /** Standard deviation of the R of one trade; null below 2 trades. */
  readonly deviationR: number | null;
  readonly maxDrawdown: Drawdown | null;
  readonly maxDrawdownPercent: Percent | null;
  readonly longestDrawdown: UnderWater | null;
  /** As `maxDrawdown`, of the balance after each closed trade: what the trade list alone shows. */
  readonly maxDrawdownOfClosed: Drawdown | null;
  readonly excursions: Excursions | null;
  readonly exposure: Exposure;
  readonly longestWinningStreak: number;
  readonly longestLosingStreak: number;
  readonly by: Breakdown;
}

type Equity = readonly (readonly [UtcMs, Money, Money])[];

export function metricsOf(
  trades: readonly MeasuredTrade[],
  equity: Equity,
  initialBalance: Money,
): Metrics {
  const nets = trades.map(({ net }) => net);
  const rs = trades.map(({ r }) => r);
  const wins = nets.filter((net) => net > 0);
  const losses = nets.filter((net) => net <= 0);
  const lost = -sum(losses);
  const falls = drawdownsOf(equity);
  const span = { from: equity[0]?.[0], to: equity.at(-1)?.[0] };
  return {
    trades: trades.length,
    wins: wins.length,
    winRate: trades.length > 0 ? wins.length / trades.length : null,
    winRateInterval: wilson(wins.length, trades.length) ?? null,
    net: sum(nets) as Money,
    gross: sum(trades.map(({ gross }) => gross)) as Money,
    commission: sum(trades.map(({ commission }) => commission)) as Money,
    swap: sum(trades.map(({ swap }) => swap)) as Money,
    costs: costsOf(trades),
    averageWin: meanOf(wins) as Money | null,
    averageLoss: meanOf(losses) as Money | null,
    profitFactor: lost > 0 ? sum(wins) / lost : null,
    profitFactorInterval: profitFactorInterval(nets) ?? null,
    meanR: meanOf(rs) as RMultiple | null,
    meanRInterval: meanInterval(rs) ?? null,
    deviationR: deviationOf(rs),
    maxDrawdown: falls?.deepest ?? null,
    maxDrawdownPercent: falls?.deepestPercent ?? null,
    longestDrawdown: falls?.longest ?? null,
    maxDrawdownOfClosed:
      drawdownsOf(closedCurve(trades, initialBalance, span.from))?.deepest ?? null,
    excursions: excursionsOf(trades),
    ...equityRatios(equity, initialBalance),
    exposure: exposureOf(trades, span),
    longestWinningStreak: longestStreak(nets, (net) => net > 0),
    longestLosingStreak: longestStreak(nets, (net) => net <= 0),
    by: breakdownOf(trades),
  };
}

function closedCurve(
  trades: readonly Trade[],
  initialBalance: Money,
  from: UtcMs | undefined,
): readonly (readonly [UtcMs, Money])[] {
  let balance: number = initialBalance;
  const begin = from ?? trades[0]?.openedAt;
  const curve: [UtcMs, Money][] = begin === undefined ? [] : [[begin, initialBalance]];
  for (const { closedAt, net } of trades) {
    balance += net;
    curve.push([closedAt, balance as Money]);
  }
  return curve;
}

function costsOf(trades: readonly MeasuredTrade[]): Costs {
  const spreads = trades.flatMap(({ spreadCost }) => spreadCost ?? []);
  const isWhole = trades.length > 0 && spreads.length === trades.length;
  return {
    spread: isWhole ? (sum(spreads) as Money) : null,
    commission: sum(trades.map(({ commission }) => commission)) as Money,
    swap: sum(trades.map(({ swap }) => swap)) as Money,
  };
}

function excursionsOf(trades: readonly MeasuredTrade[]): Excursions | null {
  const known = trades.flatMap(({ mae, mfe, net }) =>
    mae === null || mfe === null ? [] : { mae, mfe, won: net > 0 },
  );
  const meanMae = meanOf(known.map(({ mae }) => mae));
  const meanMfe = meanOf(known.map(({ mfe }) => mfe));
  if (meanMae === null || meanMfe === null) return null;
  const ofWins = meanOf(known.flatMap(({ mae, won }) => (won ? mae : [])));
  const ofLosses = meanOf(known.flatMap(({ mfe, won }) => (won ? [] : mfe)));
  return {
    trades: known.length,
    meanMae: meanMae as RMultiple,
    meanMfe: meanMfe as RMultiple,
    meanMaeOfWins: ofWins as RMultiple | null,
    meanMfeOfLosses: ofLosses as RMultiple | null,
  };
}

function longestStreak(nets: readonly number[], counts: (net: number) => boolean): number {
  let longest = 0;
  let streak = 0;
  for (const net of nets) {
    streak = counts(net) ? streak + 1 : 0;
    longest = Math.max(longest, streak);
  }
  return longest;
}

export function deviationOf(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  const squares = sum(values.map((value) => (value - mean) * (value - mean)));
  return Math.sqrt(squares / (values.length - 1));
}

export function meanOf(values: readonly number[]): number | null {
  return values.length > 0 ? sum(values) / values.length : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
