import { wholeExcursion } from '../agents/excursions.ts';
import type { WatchedTrade } from '../agents/trade-ledger.ts';
import { signOf } from '../market/quote.ts';

/** A gain or loss is taken as the measure of a price's worth from this share of the stop's distance on. */
const MEASURABLE = 0.1;

interface ExcursionInMoney {
  readonly mae: number | null;
  readonly mfe: number | null;
}

/**
 * Lowest and highest profit of a closed trade, its whole volume counted, in account currency; null
 * where not all of its life was watched. What a price is worth follows from what the trade itself
 * made, or, where it ended near its entry, from what it risked to its stop.
 */
export function excursionInMoney(trade: WatchedTrade): ExcursionInMoney {
  const seen = wholeExcursion(trade.excursion, trade.openedAt);
  const worth = worthOfPrice(trade);
  if (!seen || worth === undefined) return { mae: null, mfe: null };
  const profitAt = (price: number): number => {
    const profit = signOf(trade.side) * (price - trade.openPrice) * worth;
    return Number(profit.toFixed(2));
  };
  return {
    mae: Math.min(0, profitAt(seen.worst), trade.gross),
    mfe: Math.max(0, profitAt(seen.best), trade.gross),
  };
}

/** Money for a price that moves by 1; undefined where nothing tells. */
function worthOfPrice(trade: WatchedTrade): number | undefined {
  const { side, openPrice, closePrice, stopLoss, gross, risk, commission } = trade;
  const moved = signOf(side) * (closePrice - openPrice);
  const toStop = stopLoss > 0 ? Math.abs(openPrice - stopLoss) : 0;
  if (moved !== 0 && Math.abs(moved) >= MEASURABLE * toStop) return gross / moved;
  // Commission is part of the risk, and no part of a price's worth.
  return toStop > 0 && risk > 0 ? (risk + commission) / toStop : undefined;
}
