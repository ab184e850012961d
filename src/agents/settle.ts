import { mayFollow } from '../execution/order-lifecycle.ts';
import {
  orderNumberOf,
  type Deal,
  type OrderNumber,
  type OrderState,
  type Ticket,
} from '../execution/order.ts';
import type { Desk } from './desk.ts';

export interface Answer {
  readonly retcode?: number;
  readonly ticket?: Ticket;
}

/** Write down what became of an order, if that can be: nothing leaves a final state. */
export function settle(
  desk: Desk,
  number: OrderNumber,
  to: OrderState,
  detail: string,
  answer: Answer = {},
): void {
  const order = desk.state.orders.get(number);
  if (!order || !mayFollow(order.state, to)) return;
  desk.emit({ kind: 'order-state', number, state: to, detail, ...answer });
}

/** A deal says that its order was filled, whatever was believed of it. */
export function settleFilled(desk: Desk, deal: Deal): void {
  const number = orderNumberOf(desk.settings.magicNamespace, deal.magic);
  if (number === undefined) return;
  settle(desk, number, 'filled', `deal ${deal.ticket}`, { ticket: deal.order });
}

/** A sum of lots or cents without float noise beyond the eighth decimal. */
export function withoutNoise(sum: number): number {
  return Number(sum.toFixed(8));
}
