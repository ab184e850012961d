import type { AccountSnapshot } from '../../execution/broker-port.ts';
import { DEFAULT_STOP_OUT, type StopOutRule } from '../stop-out-rule.ts';
import type { Currency, DurationMs, Lots, Money, Percent, Points } from '../../market/units.ts';

/**
 * How far a market execution (market order, close, stop order, stop loss, stop-out) slips, always
 * against the trader. Limit orders and targets never slip.
 */
export type Slippage =
  | { readonly kind: 'fixed'; readonly points: Points }
  /** Uniform over 0..maxPoints, drawn from a generator of the broker's own. */
  | { readonly kind: 'seeded'; readonly maxPoints: Points; readonly seed: number };

/** How much of an order a price can fill. What is closed by the broker's own hand is always filled. */
export type PartialFills =
  | { readonly kind: 'none' }
  /** At most so many lots of one order at one price. */
  | { readonly kind: 'fixed'; readonly lots: Lots }
  /** With this chance a price fills only a part, uniform from one volume step to the whole. */
  | { readonly kind: 'seeded'; readonly chancePct: Percent; readonly seed: number };

/** What the simulated account is like. */
export interface SimulatedBrokerSettings {
  readonly currency: Currency;
  readonly initialBalance: Money;
  readonly leverage: number;
  /** Hedging: a position per opening order. Netting: one per symbol. */
  readonly positionMode: 'hedging' | 'netting';
  /** Charged at each deal, per lot: a round turn of one lot pays it twice. */
  readonly commissionPerLot: Money;
  /** Charged at each deal, whatever its volume. */
  readonly commissionPerDeal: Money;
  /** Charged at each deal, as a per cent of the value that it moves. */
  readonly commissionPctOfValue: Percent;
  /** Are positions that are held over the server's midnight charged their instrument's swap? */
  readonly swap: boolean;
  /** Clock rule of the server: when its day ends, for swap and for orders of a day. */
  readonly serverClock: string;
  /** When the account counts as being in a margin call, and when its largest loser is closed. */
  readonly stopOut: StopOutRule;
  /** Between a request and its arrival at the server. */
  readonly latencyMs: DurationMs;
  readonly slippage: Slippage;
  readonly partialFills: PartialFills;
  /** Most orders that may wait at once, and most positions that may be open; 0 means no limit. */
  readonly limitOrders: number;
  readonly limitPositions: number;
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

/** What the broker of a real account has reported of it; absent: not told. */
export type ReportedTerms = Pick<SimulatedBrokerSettings, 'leverage'> &
  Partial<Pick<SimulatedBrokerSettings, 'stopOut' | 'positionMode'>>;

export const DEFAULT_SIMULATED_BROKER: SimulatedBrokerSettings = {
  currency: 'SIM' as Currency,
  initialBalance: 10_000 as Money,
  leverage: 30,
  positionMode: 'hedging',
  commissionPerLot: 3.5 as Money,
  commissionPerDeal: 0 as Money,
  commissionPctOfValue: 0 as Percent,
  swap: true,
  serverClock: 'eet-us',
  stopOut: DEFAULT_STOP_OUT,
  latencyMs: 0 as DurationMs,
  slippage: { kind: 'fixed', points: 0 as Points },
  partialFills: { kind: 'none' },
  limitOrders: 0,
  limitPositions: 0,
  limitsOnBars: 'through',
  noQuoteTimeoutMs: 300_000 as DurationMs,
  tradeMode: 'simulated',
  dealsKept: 500,
};
