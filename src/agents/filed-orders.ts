import { isFinal, numberIn, type Magic } from '../execution/order.ts';
import { isUnderway, type AccountState, type OrderRecord } from './account-state.ts';

/** Ended orders kept in memory; the journal has them all. */
const ENDED_ORDERS_KEPT = 1000;

/** To be called after each change of an order: is it still one that may change the books? */
export function refile({ underway }: AccountState, order: OrderRecord): void {
  if (isUnderway(order)) underway.set(order.number, order);
  else underway.delete(order.number);
}

/** Room for a new order: of more than are kept, the oldest that has ended is forgotten. */
export function forgetOldestEnded({ orders, underway }: AccountState): void {
  if (orders.size <= ENDED_ORDERS_KEPT) return;
  for (const [number, order] of orders) {
    if (isFinal(order.state)) {
      orders.delete(number);
      underway.delete(number);
      return;
    }
  }
}

/** The order that an identifier of the broker's names, if it is one of ours and still kept. */
export function orderOf(state: AccountState, magic: Magic): OrderRecord | undefined {
  const order = state.orders.get(numberIn(magic));
  return order?.magic === magic ? order : undefined;
}
