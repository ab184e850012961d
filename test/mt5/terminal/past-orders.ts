import type { Deal, PendingOrder } from '../../../src/execution/order.ts';
import { pendingType } from './rows.ts';
import type { RawRequest } from './trade-request.ts';

/** An order that is done with, as the terminal's history keeps it. */
export interface PastOrder {
  readonly ticket: string;
  readonly position: string;
  readonly magic: number;
  readonly symbol: string;
  /** ENUM_ORDER_TYPE and ENUM_ORDER_STATE. */
  readonly type: number;
  readonly state: number;
  readonly lots: number;
  /** Lots that were never executed. */
  readonly left?: number;
  readonly price: number;
  readonly setup: number;
  readonly done: number;
  readonly comment: string;
}

/** The order behind a deal: filled. */
export function pastOfDeal({
  order,
  position,
  magic,
  symbol,
  side,
  lots,
  price,
  time,
  comment,
}: Deal): PastOrder {
  const type = side === 'buy' ? 0 : 1;
  const common = { ticket: order, position, magic, symbol, type, lots, price, comment };
  return { ...common, state: 4, setup: time, done: time };
}

/** A waiting order that has gone otherwise than by a fill. */
export function pastOfOrder(order: PendingOrder, state: string, done: number): PastOrder {
  const { ticket, magic, symbol, lots, price, comment } = order;
  const common = { ticket, position: '', magic, symbol, lots, price, comment };
  return {
    ...common,
    type: pendingType(order),
    state: state === 'expired' ? 6 : state === 'rejected' ? 5 : 2,
    setup: order.placedAt,
    done,
  };
}

/** A market order that the broker took and cancelled without a fill. */
export function cancelledOrder(raw: RawRequest, now: number): PastOrder {
  const lots = Number(raw['volume']);
  return {
    ticket: '999001',
    position: '',
    magic: Number(raw['magic']),
    symbol: raw['symbol'] ?? '',
    type: Number(raw['type']),
    state: 2,
    lots,
    left: lots,
    price: Number(raw['price']),
    setup: now,
    done: now,
    comment: '',
  };
}
