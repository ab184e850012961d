import type { Currency, Money } from '../market/units.ts';
import type { Refused } from './approval.ts';
import type { CurrencyBet } from './currency-bets.ts';
import { openRiskOf, type ExposureContext, type OpenRisk } from './exposure.ts';
import { otherUses, type LimitUse } from './limit-uses.ts';
import { inMoney } from './refusal.ts';
import { soundQuotes } from './account-value.ts';
import type { RiskContext, TradeHistory } from './risk-context.ts';
import type { RiskLimits } from './risk-limits.ts';

/** The limits that say how many trades fit; others depend on the trade. */
export type CountingLimit =
  | 'day-budget'
  | 'max_total_exposure_pct'
  | 'max_positions'
  | 'max_trades_per_day';

/** How much of one limit is used, and what of it is left in full-risk trades. */
interface LimitRoom {
  readonly limit: CountingLimit;
  readonly used: number;
  readonly allowed: number;
  readonly unit: 'money' | 'positions' | 'trades';
  /** Whole trades at the full allowance that still fit under this limit alone; never negative. */
  readonly fullTradesLeft: number;
}

export interface LimitsReport {
  /** What one trade may lose. */
  readonly allowance: Money;
  /** Tightest first; equal ones in the order day budget, exposure, positions, trades of the day. */
  readonly rooms: readonly LimitRoom[];
  /** The limit that ends trading first. */
  readonly binding: CountingLimit;
  /** Full-risk trades that still fit under all of them. */
  readonly fullTradesLeft: number;
  /** Value of everything open over equity, against its limit. */
  readonly leverage: { readonly used: number; readonly allowed: number };
  /** What is bet on each currency, against its two caps. */
  readonly currencies: CurrencyReport;
  /** Limits that do not say how many trades fit. */
  readonly uses: readonly LimitUse[];
  /** Positions and orders without a stop: they count with their whole value. */
  readonly withoutStop: number;
  readonly detail: string;
}

/** Positions and waiting orders as bets on currencies; two that cancel each other are no net bet. */
export interface CurrencyReport {
  /** What the caps are a share of. */
  readonly equity: Money;
  readonly netAllowed: Money;
  readonly grossAllowed: Money;
  /** The largest bet first. */
  readonly bets: readonly CurrencyBet[];
}

export type LimitsResult =
  | { readonly ok: true; readonly report: LimitsReport }
  | { readonly ok: false; readonly refused: Refused };

/**
 * Which limit binds first and how many full-risk trades still fit. A trade is counted at its
 * allowance: a gap allowance depends on the trade, so the last one counted may still be shrunk.
 */
export function describeLimits(
  given: ExposureContext & Pick<RiskContext, 'breaker' | 'history'>,
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
    countRoom('max_positions', 'positions', held, limits.max_positions),
    ...tradeRoom(context.history, limits),
  ].toSorted((one, other) => one.fullTradesLeft - other.fullTradesLeft);
  const first = rooms[0] as LimitRoom; // there are three at least
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
      currencies: currenciesOf(counted.risk, context),
      uses: otherUses(context),
      withoutStop: counted.risk.withoutStop,
      detail: detailOf(first, allowance, context),
    },
  };
}

function currenciesOf({ bets }: OpenRisk, { account, limits }: ExposureContext): CurrencyReport {
  const { equity } = account;
  return {
    equity,
    netAllowed: ((equity * limits.max_currency_risk_pct) / 100) as Money,
    grossAllowed: ((equity * limits.max_currency_gross_pct) / 100) as Money,
    bets: bets.all(),
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

function countRoom(
  limit: CountingLimit,
  unit: 'positions' | 'trades',
  used: number,
  allowed: number,
): LimitRoom {
  const fullTradesLeft = Math.max(0, Math.floor(allowed - used));
  return { limit, used, allowed, unit, fullTradesLeft };
}

function tradeRoom(
  history: TradeHistory | undefined,
  { max_trades_per_day: cap }: RiskLimits,
): readonly LimitRoom[] {
  if (!history || cap === 0) return [];
  return [countRoom('max_trades_per_day', 'trades', history.openedToday, cap)];
}

const COUNTED = { positions: 'positions and orders', trades: 'trades of today' };

function detailOf(
  { limit, used, allowed, unit, fullTradesLeft }: LimitRoom,
  allowance: Money,
  { currency }: ExposureContext,
): string {
  const amount = (value: number): string =>
    unit === 'money' ? inMoney(value, currency) : `${value} ${COUNTED[unit]}`;
  const trades = fullTradesLeft === 1 ? '1 more trade' : `${fullTradesLeft} more trades`;
  return (
    `${limit} binds first: ${amount(used)} of ${amount(allowed)} are used, so at most ${trades} ` +
    `at the full risk of ${inMoney(allowance, currency)} fit`
  );
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
const BOUND_BY: Readonly<Record<CountingLimit, string>> = {
  'day-budget': "the day's limit",
  max_total_exposure_pct: 'max_total_exposure_pct',
  max_positions: 'max_positions',
  max_trades_per_day: 'max_trades_per_day',
};

/** In one line: `two full trades of 100.00 USD fit before the day's limit`. */
export function limitsLine(
  { fullTradesLeft, binding, allowance }: LimitsReport,
  currency: Currency,
): string {
  const count = NUMBERS[fullTradesLeft] ?? String(fullTradesLeft);
  const trades = fullTradesLeft === 1 ? 'trade' : 'trades';
  const fit = fullTradesLeft === 1 ? 'fits' : 'fit';
  const money = inMoney(allowance, currency);
  return `${count} full ${trades} of ${money} ${fit} before ${BOUND_BY[binding]}`;
}
