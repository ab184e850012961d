import type { Trade } from '../agents/trade-ledger.ts';
import { clockRule, toWall } from '../market/clock-rule.ts';
import { DAY_MS, HOUR_MS, type Money, type UtcMs } from '../market/units.ts';
import { meanInterval } from './stats/block-bootstrap.ts';
import { wilson, type Interval } from './wilson.ts';

/** Fewer trades than this in a group say next to nothing of it. */
export const FEWEST_IN_GROUP = 30;

/** What the trades of one group amount to. */
export interface GroupRow {
  readonly group: string;
  readonly trades: number;
  readonly wins: number;
  readonly winRate: number;
  readonly winRateInterval: Interval;
  readonly net: Money;
  readonly meanR: number;
  readonly meanRInterval: Interval | null;
  readonly tooFew: boolean;
}

export interface Breakdown {
  readonly symbol: readonly GroupRow[];
  readonly side: readonly GroupRow[];
  /** London's and New York's working day on their own clocks; Asia is the rest. */
  readonly session: readonly GroupRow[];
  /** UTC hour of opening. */
  readonly hour: readonly GroupRow[];
  /** UTC weekday of opening. */
  readonly weekday: readonly GroupRow[];
  readonly confidence: readonly GroupRow[];
  readonly exit: readonly GroupRow[];
}

const WEEKDAYS = ['Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday', 'Tuesday', 'Wednesday'];
const LONDON = clockRule('Europe/London');
const NEW_YORK = clockRule('America/New_York');

export function breakdownOf(trades: readonly Trade[]): Breakdown {
  const by = (groupOf: (trade: Trade) => string): readonly GroupRow[] => groups(trades, groupOf);
  return {
    symbol: by(({ symbol }) => symbol),
    side: by(({ side }) => side),
    session: by(({ openedAt }) => sessionAt(openedAt)),
    hour: by(({ openedAt }) => `${String(hourOf(openedAt)).padStart(2, '0')}:00`),
    weekday: by(({ openedAt }) => WEEKDAYS[Math.floor(openedAt / DAY_MS) % 7] ?? ''),
    confidence: by(({ confidence }) => bandOf(confidence)),
    exit: by(({ exit }) => exit),
  };
}

/** Bands of 0.05, named by their ends; 1 belongs to the highest. */
export function bandOf(confidence: number): string {
  // A hair, or 0.15 / 0.05 would fall into the band below.
  const low = Math.min(19, Math.max(0, Math.floor(confidence * 20 + 1e-9)));
  return `${(low / 20).toFixed(2)}–${((low + 1) / 20).toFixed(2)}`;
}

function hourOf(time: number): number {
  return Math.floor((time % DAY_MS) / HOUR_MS);
}

/** 08:00 to 17:00 of a city's own clock; where the two overlap, both. */
export function sessionAt(time: UtcMs): string {
  const london = isWorkday(hourOf(toWall(LONDON, time)));
  const newYork = isWorkday(hourOf(toWall(NEW_YORK, time)));
  if (london && newYork) return 'London and New York';
  if (london) return 'London';
  return newYork ? 'New York' : 'Asia';
}

function isWorkday(hour: number): boolean {
  return hour >= 8 && hour < 17;
}

function groups(trades: readonly Trade[], groupOf: (trade: Trade) => string): readonly GroupRow[] {
  return [...Map.groupBy(trades, groupOf)]
    .map(([group, members]) => rowOf(group, members))
    .toSorted((left, right) => (left.group < right.group ? -1 : 1));
}

export function rowOf(group: string, trades: readonly Trade[]): GroupRow {
  const count = trades.length;
  const wins = trades.filter(({ net }) => net > 0).length;
  const rs = trades.map(({ r }) => r);
  return {
    group,
    trades: count,
    wins,
    winRate: count > 0 ? wins / count : 0,
    winRateInterval: wilson(wins, count) ?? { low: 0, high: 1 },
    net: trades.reduce((sum, { net }) => sum + net, 0) as Money,
    meanR: count > 0 ? rs.reduce((sum: number, r) => sum + r, 0) / count : 0,
    meanRInterval: meanInterval(rs) ?? null,
    tooFew: count < FEWEST_IN_GROUP,
  };
}
