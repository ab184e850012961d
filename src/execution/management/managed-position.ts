import type { Instrument } from '../../market/instrument.ts';
import { signOf, type Side } from '../../market/quote.ts';
import type { Lots, Price, RMultiple, UtcMs } from '../../market/units.ts';
import type { PolicyName } from '../order.ts';

/** What policies look at of a position of ours. */
export interface ManagedPosition {
  readonly side: Side;
  readonly lots: Lots;
  readonly openPrice: Price;
  readonly openedAt: UtcMs;
  /** As the broker holds it; 0 where it holds none. */
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /** The stop it was opened with: from it, R is counted. */
  readonly firstStop: Price;
}

/** What policies look at around it. */
export interface Surroundings {
  readonly now: UtcMs;
  readonly instrument: Instrument;
  /** Price at which the position would be closed now. */
  readonly price: Price;
  /** Ask minus bid. */
  readonly spread: Price;
  /** Way of the price that pays for commission and swap; undefined while it cannot be converted. */
  readonly costs: Price | undefined;
  /** Of the deciding timeframe; 0 while not known. */
  readonly atr: Price;
  /** The last swing that protects it: a low below a buy, a high above a sell. */
  readonly structure: Price | undefined;
  /** Length of a bar of the deciding timeframe, in milliseconds. */
  readonly barMs: number;
}

/** A stop that a policy would like, and why. */
export interface StopProposal {
  readonly stopLoss: Price;
  readonly policy: PolicyName;
  readonly why: string;
}

/** A close, of all or of a part, that a policy asks for, and why. */
export interface CloseProposal {
  readonly lots: Lots;
  readonly policy: PolicyName;
  readonly why: string;
}

/** What the position has gained at `price`, as a multiple of its first risk; undefined without one. */
export function gainInR(position: ManagedPosition, price: Price): RMultiple | undefined {
  const { side, openPrice, firstStop } = position;
  const risk = signOf(side) * (openPrice - firstStop);
  if (!(firstStop > 0 && risk > 0)) return undefined;
  return ((signOf(side) * (price - openPrice)) / risk) as RMultiple;
}
