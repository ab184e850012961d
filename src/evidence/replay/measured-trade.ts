import type { Trade } from '../../agents/trade-ledger.ts';
import { signOf } from '../../market/quote.ts';
import type { Money, RMultiple } from '../../market/units.ts';
import type { ReplayedTrade } from './trade-replay.ts';

/** A trade with what only its bars can tell. */
export interface MeasuredTrade extends Trade {
  /** Maximum adverse excursion: the furthest it went against itself, in distances to the stop, <= 0. */
  readonly mae: RMultiple | null;
  /** Maximum favourable excursion, as {@link mae}, >= 0. */
  readonly mfe: RMultiple | null;
  /** What crossing the spread cost, in money, negative like every cost; already inside `gross`. */
  readonly spreadCost: Money | null;
}

/** A replay that ends elsewhere than the trade did has nothing to say of the way. */
const SAME_R = 0.01;

export function isReproduced({ trade, same }: ReplayedTrade): boolean {
  return Math.abs(same - trade.r) <= SAME_R;
}

export function measured(trade: Trade, replayed: ReplayedTrade | undefined): MeasuredTrade {
  if (!replayed) return { ...trade, mae: null, mfe: null, spreadCost: null };
  const spreadCost = (-replayed.spreadCost || 0) as Money;
  const distance = Math.abs(trade.openPrice - trade.stopLoss);
  if (!isReproduced(replayed) || !(distance > 0)) {
    return { ...trade, mae: null, mfe: null, spreadCost };
  }
  const { worst, best } = replayed.end;
  const inR = (price: number): RMultiple =>
    ((signOf(trade.side) * (price - trade.openPrice)) / distance) as RMultiple;
  // A fill has crossed the spread already: the first closing price is a loss, and counts as one.
  return { ...trade, mae: inR(worst), mfe: inR(best), spreadCost };
}
