import type { OrderState } from '../execution/order.ts';
import type { Money, UtcMs } from '../market/units.ts';
import type { OrderRecord } from './account-state.ts';

/** What the caps on trading too much are counted from. Changed by folding facts alone. */
export interface TradeCount {
  /** When the breaker's present day was first seen. */
  daySince: UtcMs;
  /** Openings of ours intended since then, less those that came to nothing. */
  openedToday: number;
  /** Requests of every kind intended since then. */
  requestsToday: number;
  /** Changes of stops that policies asked for since then. */
  stopChangesToday: number;
  /** Closed trades of ours since the last one that did not lose. */
  lossesInARow: number;
  lastLossAt: UtcMs;
}

export function noTrades(): TradeCount {
  return {
    daySince: 0 as UtcMs,
    openedToday: 0,
    requestsToday: 0,
    stopChangesToday: 0,
    lossesInARow: 0,
    lastLossAt: 0 as UtcMs,
  };
}

/** A run of losses goes on over midnight; the count of a day does not. */
export function beginTradeDay(count: TradeCount, time: UtcMs): void {
  count.daySince = time;
  count.openedToday = 0;
  count.stopChangesToday = 0;
  count.requestsToday = 0;
}

export function countIntended(count: TradeCount): void {
  count.openedToday += 1;
}

/**
 * An order that was refused or never arrived is no trade, unless it shows up after all; one that was
 * cancelled has had its try. To be called once the order has left the state `from`.
 */
export function countFate(count: TradeCount, order: OrderRecord, from: OrderState): void {
  if (order.intendedAt < count.daySince) return;
  count.openedToday += (cameToNothing(from) ? 1 : 0) - (cameToNothing(order.state) ? 1 : 0);
}

/** It was refused, or never was. */
export function cameToNothing(state: OrderState): boolean {
  return state === 'rejected' || state === 'absent';
}

export function countOutcome(count: TradeCount, realised: Money, time: UtcMs): void {
  if (realised >= 0) {
    count.lossesInARow = 0;
    return;
  }
  count.lossesInARow += 1;
  count.lastLossAt = time;
}
