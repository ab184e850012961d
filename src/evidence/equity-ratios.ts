import { DAY_MS, type Money, type UtcMs } from '../market/units.ts';
import { drawdownsOf } from './drawdown.ts';
import { Z95, type Interval } from './wilson.ts';

type Equity = readonly (readonly [UtcMs, Money, Money])[];

/** Trading days a year, as the field counts them. */
const DAYS_A_YEAR = 252;
const CIVIL_DAYS_A_YEAR = 365.25;
/** Below so many daily returns a yearly figure is a guess. */
const FEWEST_DAYS = 20;
/** 1970-01-01 was a Thursday; 0 is Sunday. */
const FIRST_WEEKDAY = 4;

export interface EquityRatios {
  /** Daily returns they rest on. */
  readonly days: number;
  readonly sharpe: number | null;
  readonly sharpeInterval: Interval | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
}

/** Ratios of a curve of equity; null where the sample is too small or a divisor is zero. */
export function equityRatios(equity: Equity, initialBalance: Money): EquityRatios {
  const returns = dailyReturns(equity, initialBalance);
  const days = returns.length;
  const calmar = calmarOf(equity, initialBalance);
  if (days < FEWEST_DAYS) {
    return { days, sharpe: null, sharpeInterval: null, sortino: null, calmar: null };
  }
  const mean = returns.reduce((sum, value) => sum + value, 0) / days;
  let squares = 0;
  let below = 0;
  for (const value of returns) {
    squares += (value - mean) * (value - mean);
    if (value < 0) below += value * value;
  }
  const deviation = Math.sqrt(squares / (days - 1));
  const downside = Math.sqrt(below / days);
  const yearly = Math.sqrt(DAYS_A_YEAR);
  const daily = deviation > 0 ? mean / deviation : null;
  // Lo 2002, "The statistics of Sharpe ratios", for independent returns.
  const error = daily === null ? 0 : Math.sqrt((1 + (daily * daily) / 2) / days);
  return {
    days,
    sharpe: daily === null ? null : daily * yearly,
    sharpeInterval:
      daily === null
        ? null
        : { low: (daily - Z95 * error) * yearly, high: (daily + Z95 * error) * yearly },
    sortino: downside > 0 ? (mean / downside) * yearly : null,
    calmar,
  };
}

/**
 * Returns from one weekday's last equity to the next one's, by UTC days; the hours of a Saturday or a
 * Sunday belong to the Monday after. The first one starts at the initial balance.
 */
export function dailyReturns(equity: Equity, initialBalance: Money): readonly number[] {
  const closes = new Map<number, Money>();
  for (const [time, value] of equity) {
    let day = Math.floor(time / DAY_MS);
    const weekday = (day + FIRST_WEEKDAY) % 7;
    if (weekday === 6) day += 2;
    else if (weekday === 0) day += 1;
    closes.set(day, value);
  }
  const returns: number[] = [];
  let before: number = initialBalance;
  for (const value of closes.values()) {
    if (before > 0) returns.push(value / before - 1);
    before = value;
  }
  return returns;
}

/** Return a year, not compounded, over the deepest drawdown in per cent (after Young 1991). */
function calmarOf(equity: Equity, initialBalance: Money): number | null {
  const first = equity[0];
  const last = equity.at(-1);
  const deepest = drawdownsOf(equity)?.deepestPercent ?? 0;
  if (!first || !last || !(deepest > 0) || !(initialBalance > 0)) return null;
  const years = (last[0] - first[0]) / DAY_MS / CIVIL_DAYS_A_YEAR;
  if (!(years > 0)) return null;
  return ((last[1] / initialBalance - 1) * 100) / years / deepest;
}
