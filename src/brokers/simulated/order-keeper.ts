import type {
  CancelRequest,
  ModifyOrderRequest,
  OpenRequest,
} from '../../execution/broker-port.ts';
import type { PendingOrder } from '../../execution/order.ts';
import { clockRule, type ClockRule } from '../../market/clock-rule.ts';
import { nextMidnight } from '../../market/server-day.ts';
import type { Price, UtcMs } from '../../market/units.ts';
import { notWaiting, type Answers } from './answers.ts';
import { findOrder, waitingOrders, type Books } from './book-search.ts';
import type { Ledger } from './ledger.ts';
import { checkFreeze, checkLimitPrice, checkStops, checkWaitingPrice } from './request-checks.ts';
import { RETCODE, refusal, type Refusal } from '../retcodes.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { SymbolBook } from './symbol-book.ts';
import { checkVolumeLimit } from './trade-permission.ts';

/** Keeps the orders that wait: places, changes, cancels and transforms them. */
export class OrderKeeper {
  readonly #settings: SimulatedBrokerSettings;
  readonly #books: Books;
  readonly #ledger: Ledger;
  readonly #answers: Answers;
  readonly #clock: ClockRule;

  constructor(settings: SimulatedBrokerSettings, books: Books, ledger: Ledger, answers: Answers) {
    this.#settings = settings;
    this.#books = books;
    this.#ledger = ledger;
    this.#answers = answers;
    this.#clock = clockRule(settings.serverClock);
  }

  /** Let a limit, stop or stop-limit order wait at the broker. */
  place(book: SymbolBook, request: OpenRequest, time: UtcMs): void {
    const { side, lots, limitPrice, stopLoss, takeProfit } = request;
    const no =
      (book.quoted ? undefined : refusal(RETCODE.priceOff, `no quote of ${book.symbol} yet`)) ??
      checkWaitingPrice(book, request) ??
      checkStops(book, side, limitPrice ?? request.price, stopLoss, takeProfit) ??
      this.#checkCount() ??
      checkVolumeLimit(book, side, lots);
    if (no) return this.#answers.refuse(request.number, no, time);
    const ticket = this.#ledger.nextTicket();
    this.#answers.accept(request.number, 'placed', RETCODE.placed, time, ticket);
    const { magic, symbol, comment } = request;
    const expiresAt = this.#endOf(request, time);
    this.#ledger.addOrder(book, {
      ticket,
      magic,
      symbol,
      side,
      kind: request.kind === 'market' ? 'limit' : request.kind,
      lots,
      price: book.grid.round(request.price),
      ...(limitPrice === undefined ? {} : { limitPrice: book.grid.round(limitPrice) }),
      stopLoss: book.grid.round(stopLoss),
      takeProfit: book.grid.round(takeProfit),
      placedAt: time,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      comment,
    });
  }

  cancel(request: CancelRequest, time: UtcMs): void {
    const found = findOrder(this.#books, request.order);
    if (!found) return this.#answers.refuse(request.number, notWaiting(request.order), time);
    const { book, item: order } = found;
    const no = checkFreeze(book, marketOf(book, order), [order.price]);
    if (no) return this.#answers.refuse(request.number, no, time);
    this.#answers.accept(request.number, 'done', RETCODE.done, time, order.ticket);
    this.#ledger.removeOrder(book, order, 'cancelled', time);
  }

  modify(request: ModifyOrderRequest, time: UtcMs): void {
    const found = findOrder(this.#books, request.order);
    if (!found) return this.#answers.refuse(request.number, notWaiting(request.order), time);
    const { book, item: order } = found;
    const no = checkChange(book, order, request, time);
    if (no) return this.#answers.refuse(request.number, no, time);
    const { limitPrice: _limit, expiresAt: _end, ...rest } = order;
    const limitPrice = order.kind === 'stop-limit' ? request.limitPrice : undefined;
    const { expiresAt } = request;
    const changed: PendingOrder = {
      ...rest,
      price: book.grid.round(request.price),
      ...(limitPrice === undefined ? {} : { limitPrice: book.grid.round(limitPrice) }),
      stopLoss: book.grid.round(request.stopLoss),
      takeProfit: book.grid.round(request.takeProfit),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    if (isSame(order, changed)) {
      return this.#answers.accept(request.number, 'done', RETCODE.noChanges, time, order.ticket);
    }
    this.#answers.accept(request.number, 'done', RETCODE.done, time, order.ticket);
    this.#ledger.changeOrder(book, order, changed, time);
  }

  /** The price reached a stop-limit order: from now on it is a limit order. */
  becomeLimit(book: SymbolBook, order: PendingOrder, time: UtcMs): void {
    const { limitPrice, ...rest } = order;
    const price = limitPrice ?? order.price;
    this.#ledger.changeOrder(book, order, { ...rest, kind: 'limit', price }, time);
  }

  #checkCount(): Refusal | undefined {
    const { limitOrders } = this.#settings;
    if (limitOrders === 0 || waitingOrders(this.#books) < limitOrders) return undefined;
    return refusal(RETCODE.limitOrders, `${limitOrders} orders are waiting already`);
  }

  /** When an order ends: a day is the server's, and a specified day ends with its midnight. */
  #endOf({ lifetime, expiresAt }: OpenRequest, time: UtcMs): UtcMs | undefined {
    if (lifetime === 'day') return nextMidnight(this.#clock, time);
    if (lifetime === 'gtc') return undefined;
    if (lifetime === 'specified-day' && expiresAt !== undefined) {
      return nextMidnight(this.#clock, (expiresAt - 1) as UtcMs);
    }
    return expiresAt;
  }
}

function marketOf(book: SymbolBook, { side }: PendingOrder): Price {
  return side === 'buy' ? book.ask : book.bid;
}

function checkChange(
  book: SymbolBook,
  order: PendingOrder,
  request: ModifyOrderRequest,
  time: UtcMs,
): Refusal | undefined {
  const { price, limitPrice, stopLoss, takeProfit, expiresAt } = request;
  const { kind, side } = order;
  const asked = [price, stopLoss, takeProfit];
  if (!(price > 0) || !asked.every((one) => Number.isFinite(one) && book.grid.holds(one))) {
    return refusal(RETCODE.invalidPrice, `${asked.join(' or ')} is not on the tick grid`);
  }
  if (stopLoss < 0 || takeProfit < 0) {
    return refusal(RETCODE.invalidStops, 'a stop or target is negative');
  }
  const limit = limitPrice === undefined ? {} : { limitPrice };
  const changed = { kind, side, price, ...limit };
  const end = kind === 'stop-limit' ? (limitPrice ?? price) : price;
  if (expiresAt !== undefined && expiresAt <= time) {
    return refusal(RETCODE.invalidExpiration, 'the expiration has passed');
  }
  return (
    checkLimitPrice(book, changed) ??
    checkFreeze(book, marketOf(book, order), [order.price]) ??
    (price === order.price ? undefined : checkWaitingPrice(book, changed)) ??
    checkStops(book, side, end, stopLoss, takeProfit)
  );
}

function isSame(one: PendingOrder, other: PendingOrder): boolean {
  return (
    one.price === other.price &&
    one.limitPrice === other.limitPrice &&
    one.stopLoss === other.stopLoss &&
    one.takeProfit === other.takeProfit &&
    one.expiresAt === other.expiresAt
  );
}
