import type {
  CancelRequest,
  CloseRequest,
  ModifyRequest,
  OpenRequest,
  OrderResult,
} from '../../execution/broker-port.ts';
import type { OrderNumber, PendingOrder, Ticket } from '../../execution/order.ts';
import { closingPrice, opposite } from '../../market/quote.ts';
import type { Price, UtcMs } from '../../market/units.ts';
import { isRefusal, type Admission } from './admission.ts';
import { printed, type SlippageModel } from './costs.ts';
import type { Ledger } from './ledger.ts';
import {
  checkCloseVolume,
  checkDeviation,
  checkFreeze,
  checkStops,
  checkWaitingPrice,
} from './request-checks.ts';
import { RETCODE, refusal, type Refusal } from './retcodes.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';
import type { Trigger } from './triggers.ts';

/** Where in the books a ticket stands. */
export interface Found<Item> {
  readonly book: SymbolBook;
  readonly item: Item;
}

/** Carries out requests and triggers at prices it is given, and books what comes of it. */
export class Dealer {
  readonly #books: ReadonlyMap<string, SymbolBook>;
  readonly #ledger: Ledger;
  readonly #admission: Admission;
  readonly #slippage: SlippageModel;

  constructor(
    books: ReadonlyMap<string, SymbolBook>,
    ledger: Ledger,
    admission: Admission,
    slippage: SlippageModel,
  ) {
    this.#books = books;
    this.#ledger = ledger;
    this.#admission = admission;
    this.#slippage = slippage;
  }

  findPosition(ticket: Ticket): Found<HeldPosition> | undefined {
    for (const book of this.#books.values()) {
      const item = book.positions.find((held) => held.position.ticket === ticket);
      if (item) return { book, item };
    }
    return undefined;
  }

  findOrder(ticket: Ticket): Found<PendingOrder> | undefined {
    for (const book of this.#books.values()) {
      const item = book.orders.find((order) => order.ticket === ticket);
      if (item) return { book, item };
    }
    return undefined;
  }

  refuse(number: OrderNumber, { retcode, detail }: Refusal, time: UtcMs): void {
    this.#ledger.tell({ type: 'order-result', time, number, outcome: 'rejected', retcode, detail });
  }

  /** Let a limit or stop order wait at the broker. */
  place(book: SymbolBook, request: OpenRequest, time: UtcMs): void {
    const no =
      (book.quoted ? undefined : refusal(RETCODE.priceOff, `no quote of ${book.symbol} yet`)) ??
      checkWaitingPrice(book, request) ??
      checkStops(book, request.side, request.price, request.stopLoss, request.takeProfit);
    if (no) return this.refuse(request.number, no, time);
    const ticket = this.#ledger.nextTicket();
    this.#answer(request.number, 'placed', RETCODE.placed, time, ticket);
    const { magic, symbol, side, lots, price, stopLoss, takeProfit, comment } = request;
    this.#ledger.addOrder(book, {
      ticket,
      magic,
      symbol,
      side,
      kind: request.kind === 'limit' ? 'limit' : 'stop',
      lots,
      price: book.grid.round(price),
      stopLoss: book.grid.round(stopLoss),
      takeProfit: book.grid.round(takeProfit),
      placedAt: time,
      ...(request.expiresAt === undefined ? {} : { expiresAt: request.expiresAt }),
      comment,
    });
  }

  cancel(request: CancelRequest, time: UtcMs): void {
    const found = this.findOrder(request.order);
    if (!found) return this.refuse(request.number, notWaiting(request.order), time);
    const { book, item: order } = found;
    const no = checkFreeze(book, order.side === 'buy' ? book.ask : book.bid, [order.price]);
    if (no) return this.refuse(request.number, no, time);
    this.#answer(request.number, 'done', RETCODE.done, time, order.ticket);
    this.#ledger.removeOrder(book, order, 'cancelled', time);
  }

  modify(request: ModifyRequest, time: UtcMs): void {
    const found = this.findPosition(request.position);
    if (!found) return this.refuse(request.number, gone(request.position), time);
    const { book, item: held } = found;
    const { side, stopLoss, takeProfit } = held.position;
    const market = closingPrice(book, side);
    const no =
      this.#checkGrid(book, request) ??
      checkStops(book, side, market, request.stopLoss, request.takeProfit) ??
      checkFreeze(book, market, [stopLoss, takeProfit]);
    if (no) return this.refuse(request.number, no, time);
    const stop = book.grid.round(request.stopLoss);
    const target = book.grid.round(request.takeProfit);
    if (stop === stopLoss && target === takeProfit) {
      return this.#answer(request.number, 'done', RETCODE.noChanges, time);
    }
    this.#answer(request.number, 'done', RETCODE.done, time);
    this.#ledger.protect(book, held, stop, target, time);
  }

  /** Fill a market order at `market`, the opening side of the price it met. */
  open(book: SymbolBook, request: OpenRequest, market: Price, time: UtcMs): void {
    const { side, lots, stopLoss, takeProfit } = request;
    const price = this.#slippage.slip(book.grid, side, market);
    const admitted = this.#admission.admit(book, side, lots, price, this.#ledger.balance);
    const no =
      checkDeviation(book, request, book) ??
      checkStops(book, side, closingPrice(book, side), stopLoss, takeProfit);
    if (no) return this.refuse(request.number, no, time);
    if (isRefusal(admitted)) return this.refuse(request.number, admitted, time);
    const order = this.#ledger.nextTicket();
    this.#answer(request.number, 'done', RETCODE.done, time, order);
    this.#ledger.enter(book, {
      order,
      magic: request.magic,
      side,
      lots,
      price,
      time,
      stopLoss: book.grid.round(stopLoss),
      takeProfit: book.grid.round(takeProfit),
      comment: request.comment,
      margin: admitted,
    });
  }

  /** Close a position, or part of it, at `market`, the closing side of the price it met. */
  close(request: CloseRequest, market: Price, time: UtcMs): void {
    const found = this.findPosition(request.position);
    if (!found) return this.refuse(request.number, gone(request.position), time);
    const { book, item: held } = found;
    const { position } = held;
    const no =
      checkCloseVolume(book.instrument, request.lots, position.lots) ??
      checkFreeze(book, market, [position.stopLoss, position.takeProfit]);
    if (no) return this.refuse(request.number, no, time);
    const order = this.#ledger.nextTicket();
    this.#answer(request.number, 'done', RETCODE.done, time, order);
    const price = this.#slippage.slip(book.grid, opposite(position.side), market);
    const { magic, lots } = request;
    this.#ledger.leave(book, held, {
      order,
      magic,
      lots,
      price,
      time,
      reason: 'expert',
      comment: '',
    });
  }

  /** Carry out what the price set off; `price` is the one it is filled at before any slip. */
  carryOut(book: SymbolBook, trigger: Trigger, price: Price, time: UtcMs): void {
    if (trigger.kind === 'order') this.#fillOrder(book, trigger.order, price, time);
    else this.#closeByBroker(book, trigger.held, trigger.kind, price, time);
  }

  stopOut(book: SymbolBook, held: HeldPosition, comment: string, time: UtcMs): void {
    const market = closingPrice(book, held.position.side);
    this.#leaveByBroker(book, held, 'stop-out', market, comment, time);
  }

  #fillOrder(book: SymbolBook, order: PendingOrder, market: Price, time: UtcMs): void {
    const { side, lots, kind } = order;
    const price = kind === 'stop' ? this.#slippage.slip(book.grid, side, market) : market;
    const margin = this.#admission.admit(book, side, lots, price, this.#ledger.balance);
    if (isRefusal(margin)) return this.#ledger.removeOrder(book, order, 'rejected', time);
    this.#ledger.removeOrder(book, order, 'filled', time);
    this.#ledger.enter(book, { ...order, order: order.ticket, price, time, margin });
  }

  #closeByBroker(
    book: SymbolBook,
    held: HeldPosition,
    reason: 'stop-loss' | 'take-profit',
    market: Price,
    time: UtcMs,
  ): void {
    const { stopLoss, takeProfit } = held.position;
    const stop = reason === 'stop-loss';
    const level = printed(book.instrument, stop ? stopLoss : takeProfit);
    const comment = `[${stop ? 'sl' : 'tp'} ${level}]`;
    this.#leaveByBroker(book, held, reason, market, comment, time);
  }

  #leaveByBroker(
    book: SymbolBook,
    held: HeldPosition,
    reason: 'stop-loss' | 'take-profit' | 'stop-out',
    market: Price,
    comment: string,
    time: UtcMs,
  ): void {
    const { side, magic, lots } = held.position;
    const slips = reason !== 'take-profit';
    const price = slips ? this.#slippage.slip(book.grid, opposite(side), market) : market;
    const order = this.#ledger.nextTicket();
    this.#ledger.leave(book, held, { order, magic, lots, price, time, reason, comment });
  }

  #checkGrid(book: SymbolBook, { stopLoss, takeProfit }: ModifyRequest): Refusal | undefined {
    const sound = [stopLoss, takeProfit].every(
      (price) => Number.isFinite(price) && price >= 0 && book.grid.holds(price),
    );
    if (sound) return undefined;
    return refusal(RETCODE.invalidStops, `${stopLoss} or ${takeProfit} is not on the tick grid`);
  }

  #answer(
    number: OrderNumber,
    outcome: OrderResult['outcome'],
    retcode: number,
    time: UtcMs,
    order?: Ticket,
  ): void {
    const result: OrderResult = {
      type: 'order-result',
      time,
      number,
      outcome,
      retcode,
      detail: '',
    };
    this.#ledger.tell(order === undefined ? result : { ...result, order });
  }
}

export function gone(position: Ticket): Refusal {
  return refusal(RETCODE.positionClosed, `no position ${position} is open`);
}

export function notWaiting(order: Ticket): Refusal {
  return refusal(RETCODE.invalidOrder, `no order ${order} is waiting`);
}
