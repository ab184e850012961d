import type { Money } from '../market/units.ts';
import type { Refused } from './approval.ts';
import { openRiskOf, type ExposureContext } from './exposure.ts';
import { inMoney } from './refusal.ts';
import { soundQuotes } from './account-value.ts';
import type { RiskContext } from './risk-context.ts';

/** The limits that say how many trades fit; others depend on the trade. */
type CountingLimit = 'day-budget' | 'max_total_exposure_pct' | 'max_positions';

/** How much of one limit is used, and what of it is left in full-risk trades. */
interface LimitRoom {
  readonly limit: CountingLimit;
  readonly used: number;
  readonly allowed: number;
  readonly unit: 'money' | 'positions';
  /** Whole trades at the full allowance that still fit under this limit alone; never negative. */
  readonly fullTradesLeft: number;
}

export interface LimitsReport {
  /** What one trade may lose. */
  readonly allowance: Money;
  /** Tightest first; equal ones in the order day budget, exposure, positions. */
  readonly rooms: readonly LimitRoom[];
  /** The limit that ends trading first. */
  readonly binding: CountingLimit;
  /** Full-risk trades that still fit under all of them. */
  readonly fullTradesLeft: number;
  /** Value of everything open over equity, against its limit. */
  readonly leverage: { readonly used: number; readonly allowed: number };
  readonly detail: string;
}

export type LimitsResult =
  | { readonly ok: true; readonly report: LimitsReport }
  | { readonly ok: false; readonly refused: Refused };

/**
 * Which limit binds first and how many full-risk trades still fit. A trade is counted at its
 * allowance: a gap allowance depends on the trade, so the last one counted may still be shrunk.
 */
export function describeLimits(
  given: ExposureContext & Pick<RiskContext, 'breaker'>,
): LimitsResult {
  const context = { ...given, quotes: soundQuotes(given.quotes) };
  const counted = openRiskOf(context);
  if (!counted.ok) return counted;
  const { account, limits, breaker, open, pending } = context;
  const { toStops, gap, notional } = counted.risk;
  const base = Math.min(account.balance, account.equity);
  const allowance = ((base * limits.risk_per_trade_pct) / 100) as Money;
  const exposure = (account.equity * limits.max_total_exposure_pct) / 100;
  const dayLeft = breaker.tripped ? 0 : Math.max(0, breaker.dayLossLeft);
  const held = open.length + pending.length;
  const rooms = [
    moneyRoom('day-budget', toStops + gap, dayLeft, allowance),
    moneyRoom('max_total_exposure_pct', toStops, exposure, allowance),
    positionRoom(held, limits.max_positions),
  ].toSorted((one, other) => one.fullTradesLeft - other.fullTradesLeft);
  const first = rooms[0] as LimitRoom; // there are three
  return {
    ok: true,
    report: {
      allowance,
      rooms,
      binding: first.limit,
      fullTradesLeft: first.fullTradesLeft,
      leverage: {
        used: account.equity > 0 ? notional / account.equity : 0,
        allowed: limits.max_leverage,
      },
      detail: detailOf(first, allowance, context),
    },
  };
}

function moneyRoom(
  limit: CountingLimit,
  used: number,
  allowed: number,
  allowance: Money,
): LimitRoom {
  const left = Math.max(0, allowed - used);
  const fullTradesLeft = allowance > 0 ? Math.floor(left / allowance + 1e-9) : 0;
  return { limit, used, allowed, unit: 'money', fullTradesLeft };
}

function positionRoom(held: number, allowed: number): LimitRoom {
  const fullTradesLeft = Math.max(0, Math.floor(allowed - held));
  return { limit: 'max_positions', used: held, allowed, unit: 'positions', fullTradesLeft };
}

function detailOf(
  { limit, used, allowed, unit, fullTradesLeft }: LimitRoom,
  allowance: Money,
  { currency }: ExposureContext,
): string {
  const amount = (value: number): string =>
    unit === 'money' ? inMoney(value, currency) : `${value} positions and orders`;
  const trades = fullTradesLeft === 1 ? '1 more trade' : `${fullTradesLeft} more trades`;
  return (
    `${limit} binds first: ${amount(used)} of ${amount(allowed)} are used, so at most ${trades} ` +
    `at the full risk of ${inMoney(allowance, currency)} fit`
  );
}
