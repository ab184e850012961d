import type { PendingOrder } from '../../execution/order.ts';
import type { Price } from '../../market/units.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/** What a price sets off: a position's stop or target, or a waiting order. */
export type Trigger =
  | { readonly kind: 'stop-loss' | 'take-profit'; readonly held: HeldPosition }
  | { readonly kind: 'order'; readonly order: PendingOrder };

/** A trigger on a continuous move, and the bid at which the move reaches it. */
export interface TriggerAhead {
  readonly trigger: Trigger;
  readonly bid: Price;
}

/** A price level: set off when the bid (or the ask) is at or beyond it. */
interface Level {
  readonly on: 'bid' | 'ask';
  readonly falling: boolean;
  readonly price: Price;
}

/**
 * What the present price sets off, or undefined. Stops before targets, positions before orders, each
 * in order of age: the broker's protection of what is open comes first.
 */
export function triggeredNow(book: SymbolBook, limitThrough: number): Trigger | undefined {
  for (const held of book.positions) {
    if (reached(book, stopLevel(held))) return { kind: 'stop-loss', held };
    if (reached(book, targetLevel(held))) return { kind: 'take-profit', held };
  }
  for (const order of book.orders) {
    if (book.isFilledNow(order.ticket)) continue;
    if (reached(book, orderLevel(book, order, limitThrough))) return { kind: 'order', order };
  }
  return undefined;
}

/** The first thing that a continuous move of the bid to `target`, at the present spread, sets off. */
export function triggeredOnTheWay(
  book: SymbolBook,
  target: Price,
  limitThrough: number,
): TriggerAhead | undefined {
  let nearest: TriggerAhead | undefined;
  const consider = (trigger: Trigger, level: Level | undefined): void => {
    const bid = level && bidOnTheWay(book, level, target);
    if (bid === undefined) return;
    if (nearest && Math.abs(nearest.bid - book.bid) <= Math.abs(bid - book.bid)) return;
    nearest = { trigger, bid };
  };
  for (const held of book.positions) {
    consider({ kind: 'stop-loss', held }, stopLevel(held));
    consider({ kind: 'take-profit', held }, targetLevel(held));
  }
  for (const order of book.orders) {
    if (book.isFilledNow(order.ticket)) continue;
    consider({ kind: 'order', order }, orderLevel(book, order, limitThrough));
  }
  return nearest;
}

function reached(book: SymbolBook, level: Level | undefined): boolean {
  if (!level) return false;
  const price = level.on === 'bid' ? book.bid : book.ask;
  return level.falling ? price <= level.price : price >= level.price;
}

function bidOnTheWay(book: SymbolBook, level: Level, target: Price): Price | undefined {
  const falling = target < book.bid;
  if (level.falling !== falling) return undefined;
  const bid = level.on === 'bid' ? level.price : level.price - (book.ask - book.bid);
  const onGrid = book.grid.round(bid);
  const within = falling
    ? onGrid < book.bid && onGrid >= target
    : onGrid > book.bid && onGrid <= target;
  return within ? onGrid : undefined;
}

/** A position is closed at the other side of the quote: a buy at the bid, a sell at the ask. */
function stopLevel({ position }: HeldPosition): Level | undefined {
  if (position.stopLoss <= 0) return undefined;
  const buy = position.side === 'buy';
  return { on: buy ? 'bid' : 'ask', falling: buy, price: position.stopLoss };
}

function targetLevel({ position }: HeldPosition): Level | undefined {
  if (position.takeProfit <= 0) return undefined;
  const buy = position.side === 'buy';
  return { on: buy ? 'bid' : 'ask', falling: !buy, price: position.takeProfit };
}

function orderLevel(book: SymbolBook, order: PendingOrder, limitThrough: number): Level {
  const buy = order.side === 'buy';
  const limit = order.kind === 'limit';
  const falling = buy === limit;
  const through = limit ? limitThrough : 0;
  const price =
    through === 0 ? order.price : book.grid.shift(order.price, falling ? -through : through);
  return { on: buy ? 'ask' : 'bid', falling, price };
}
