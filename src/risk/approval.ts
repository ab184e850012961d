import type { Lots, Money, Price } from '../market/units.ts';

declare const approved: unique symbol;

/**
 * Something the risk manager has allowed. Only `src/risk` mints it, so an opening order that risk
 * has not seen cannot be given to execution.
 */
export interface Approved<Order> {
  readonly [approved]: true;
  readonly order: Order;
  readonly lots: Lots;
  /** What is lost in account currency if the stop is hit at its price, costs included. */
  readonly risk: Money;
}

/** Mint an approval. For the risk manager alone; the tidy test refuses any other caller. */
export function approve<Order>(order: Order, lots: Lots, risk: Money): Approved<Order> {
  return { order, lots, risk } as Approved<Order>;
}

/** Why the risk manager refused; each carries the numbers that decided. */
export type RefusalReason =
  | 'no-quote'
  | 'bad-quote'
  | 'stale-quote'
  | 'bad-specification'
  | 'bad-number'
  | 'no-conversion'
  | 'stop-missing'
  | 'stop-at-entry'
  | 'stop-on-wrong-side'
  | 'target-on-wrong-side'
  | 'stop-inside-stops-level'
  | 'spread-too-wide'
  | 'cost-too-high'
  | 'below-minimum-lot'
  | 'above-maximum-size'
  | 'risk-above-allowance'
  | 'exposure-limit'
  | 'currency-exposure'
  | 'trade-count'
  | 'cool-down'
  | 'leverage-limit'
  | 'margin-short'
  | 'position-limit'
  | 'day-budget'
  | 'breaker-tripped'
  | 'account-stopped'
  | 'account-unknown';

/** A refusal is a value that is kept and shown, never only a log line. */
export interface Refused {
  readonly reason: RefusalReason;
  /** In words, with the numbers. */
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** How the volume came about. */
export interface Sizing {
  /** Price the risk was counted from: the quote's dealing side, or the limit price. */
  readonly entry: Price;
  /** What one lot loses at the stop, in account currency, commission of both sides included. */
  readonly lossPerLot: Money;
  /** What the trade may lose: `risk_per_trade_pct` of the smaller of balance and equity. */
  readonly allowance: Money;
  /** What set the volume. */
  readonly limitedBy: 'risk' | 'max_position_size' | 'volume-max' | 'requested' | 'day-budget';
  readonly lots: Lots;
}

export type Assessment<Order> =
  | { readonly ok: true; readonly approved: Approved<Order>; readonly sizing: Sizing }
  | { readonly ok: false; readonly refused: Refused };
