import type { AccountSnapshot } from '../../execution/broker-port.ts';
import type { Currency, DurationMs, Money, Percent, Points } from '../../market/units.ts';

/**
 * How far a market execution (market order, close, stop order, stop loss, stop-out) slips, always
 * against the trader. Limit orders and targets never slip.
 */
export type Slippage =
  | { readonly kind: 'fixed'; readonly points: Points }
  /** Uniform over 0..maxPoints, drawn from a generator of the broker's own. */
  | { readonly kind: 'seeded'; readonly maxPoints: Points; readonly seed: number };

/** What the simulated account is like. */
export interface SimulatedBrokerSettings {
  readonly currency: Currency;
  readonly initialBalance: Money;
  readonly leverage: number;
  /** Hedging: a position per opening order. Netting: one per symbol. */
  readonly positionMode: 'hedging' | 'netting';
  /** Charged at each deal, per lot: a round turn of one lot pays it twice. */
  readonly commissionPerLot: Money;
  /** Margin level (equity / margin) below which the largest loser is closed. */
  readonly stopOutPct: Percent;
  /** Margin level below which the account counts as being in a margin call. */
  readonly marginCallPct: Percent;
  /** Between a request and its arrival at the server. */
  readonly latencyMs: DurationMs;
  readonly slippage: Slippage;
  /**
   * On bars: does a resting limit order fill when the price touches it, or only a point through it?
   * On quotes it always fills at touch, as in MetaTrader.
   */
  readonly limitsOnBars: 'through' | 'touch';
  /** A market order or close that sees no quote for so long is refused. */
  readonly noQuoteTimeoutMs: DurationMs;
  readonly tradeMode: AccountSnapshot['tradeMode'];
  /** Deals kept for `read-books`, newest last. */
  readonly dealsKept: number;
}

export const DEFAULT_SIMULATED_BROKER: SimulatedBrokerSettings = {
  currency: 'SIM' as Currency,
  initialBalance: 10_000 as Money,
  leverage: 30,
  positionMode: 'hedging',
  commissionPerLot: 3.5 as Money,
  stopOutPct: 50 as Percent,
  marginCallPct: 100 as Percent,
  latencyMs: 0 as DurationMs,
  slippage: { kind: 'fixed', points: 0 as Points },
  limitsOnBars: 'through',
  noQuoteTimeoutMs: 300_000 as DurationMs,
  tradeMode: 'simulated',
  dealsKept: 500,
};
