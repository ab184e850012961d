import type {
  CloseByRequest,
  CloseRequest,
  ModifyRequest,
  OpenRequest,
} from '../../execution/broker-port.ts';
import type { PendingOrder, Ticket } from '../../execution/order.ts';
import { floorToStep } from '../../market/instrument.ts';
import { closingPrice, opposite } from '../../market/quote.ts';
import type { Lots, Price, UtcMs } from '../../market/units.ts';
import { isRefusal, type Admission } from './admission.ts';
import { gone, type Answers } from './answers.ts';
import { findPosition, openPositions, type Books } from './book-search.ts';
import { printed, type SlippageModel } from './costs.ts';
import { fillingOf, type FillVolume } from './fill-volume.ts';
import type { Ledger } from './ledger.ts';
import type { OrderKeeper } from './order-keeper.ts';
import { checkCloseVolume, checkDeviation, checkFreeze, checkStops } from './request-checks.ts';
import { RETCODE, refusal, type Refusal } from '../retcodes.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';
import { checkTradeMode, checkVolumeLimit } from './trade-permission.ts';
import type { Trigger } from './triggers.ts';

/** What a dealer works with. */
export interface DealerParts {
  readonly settings: SimulatedBrokerSettings;
  readonly books: Books;
  readonly ledger: Ledger;
  readonly answers: Answers;
  readonly admission: Admission;
  readonly slippage: SlippageModel;
  readonly volumes: FillVolume;
  readonly keeper: OrderKeeper;
}

/** What a request that was filled in part leaves to later prices: nothing, in most cases. */
export interface Rest {
  readonly lots: Lots;
  readonly order: Ticket;
}

/** Carries out requests and triggers at prices it is given, and books what comes of it. */
export class Dealer {
  readonly #parts: DealerParts;

  constructor(parts: DealerParts) {
    this.#parts = parts;
  }

  modify(request: ModifyRequest, time: UtcMs): void {
    const { answers, books, ledger } = this.#parts;
    const found = findPosition(books, request.position);
    if (!found) return answers.refuse(request.number, gone(request.position), time);
    const { book, item: held } = found;
    const { side, stopLoss, takeProfit } = held.position;
    const market = closingPrice(book, side);
    const no =
      checkGrid(book, request) ??
      checkStops(book, side, market, request.stopLoss, request.takeProfit) ??
      checkFreeze(book, market, [stopLoss, takeProfit]);
    if (no) return answers.refuse(request.number, no, time);
    const stop = book.grid.round(request.stopLoss);
    const target = book.grid.round(request.takeProfit);
    if (stop === stopLoss && target === takeProfit) {
      return answers.accept(request.number, 'done', RETCODE.noChanges, time);
    }
    answers.accept(request.number, 'done', RETCODE.done, time);
    ledger.protect(book, held, stop, target, time);
  }

  /**
   * Fill a market order at `market`, the opening side of the price it met. `order` is that of an order
   * of which a part was filled before: it has been answered. What is left to later prices, if anything.
   */
  open(
    book: SymbolBook,
    request: OpenRequest,
    market: Price,
    time: UtcMs,
    order?: Ticket,
  ): Rest | undefined {
    const { admission, answers, ledger, slippage, volumes } = this.#parts;
    const { side, stopLoss, takeProfit } = request;
    const price = slippage.slip(book.grid, side, market);
    const lots = volumes.available(book.instrument, request.lots);
    const filling = fillingOf(book.instrument, request.filling);
    const admitted = admission.admit(book, side, lots, price, ledger);
    const no =
      (order === undefined ? this.#checkOpening(book, request, price) : undefined) ??
      (lots < request.lots && filling === 'fok' ? notWhole(lots, request.lots) : undefined) ??
      (isRefusal(admitted) ? admitted : undefined);
    if (no || isRefusal(admitted)) {
      if (no && order === undefined) answers.refuse(request.number, no, time);
      return undefined;
    }
    const ticket = order ?? ledger.nextTicket();
    const retcode = lots < request.lots ? RETCODE.donePartial : RETCODE.done;
    if (order === undefined) answers.accept(request.number, 'done', retcode, time, ticket);
    ledger.enter(book, {
      order: ticket,
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
    const rest = floorToStep(book.instrument, request.lots - lots);
    return rest > 0 && filling === 'return' ? { lots: rest, order: ticket } : undefined;
  }

  /** Close a position, or part of it, at `market`, the closing side of the price it met. */
  close(request: CloseRequest, market: Price, time: UtcMs, order?: Ticket): Rest | undefined {
    const { answers, ledger, slippage, volumes } = this.#parts;
    const found = findPosition(this.#parts.books, request.position);
    const no = found ? checkClose(found.book, found.item, request, market) : gone(request.position);
    if (no || !found) {
      if (no && order === undefined) answers.refuse(request.number, no, time);
      return undefined;
    }
    const { book, item: held } = found;
    const lots = volumes.available(book.instrument, request.lots);
    const filling = fillingOf(book.instrument, request.filling);
    if (lots < request.lots && filling === 'fok') {
      if (order === undefined) answers.refuse(request.number, notWhole(lots, request.lots), time);
      return undefined;
    }
    const ticket = order ?? ledger.nextTicket();
    const retcode = lots < request.lots ? RETCODE.donePartial : RETCODE.done;
    if (order === undefined) answers.accept(request.number, 'done', retcode, time, ticket);
    const price = slippage.slip(book.grid, opposite(held.position.side), market);
    const { magic } = request;
    const exit = {
      order: ticket,
      magic,
      lots,
      price,
      time,
      reason: 'expert',
      comment: '',
    } as const;
    ledger.leave(book, held, exit);
    const rest = floorToStep(book.instrument, request.lots - lots);
    return rest > 0 && filling === 'return' ? { lots: rest, order: ticket } : undefined;
  }

  /** Close two opposite positions against each other, at the open price of the second. */
  closeBy(request: CloseByRequest, time: UtcMs): void {
    const { answers, books, ledger } = this.#parts;
    const one = findPosition(books, request.position);
    const other = findPosition(books, request.by);
    if (!one) return answers.refuse(request.number, gone(request.position), time);
    if (!other) return answers.refuse(request.number, gone(request.by), time);
    const { book } = one;
    const [first, second] = [one.item.position, other.item.position];
    if (book !== other.book || first.side === second.side) {
      const detail = `${request.position} and ${request.by} are not opposite`;
      return answers.refuse(request.number, refusal(RETCODE.invalid, detail), time);
    }
    if (!book.instrument.orderModes.includes('close-by')) {
      const detail = `${book.symbol} takes no close by`;
      return answers.refuse(request.number, refusal(RETCODE.invalidOrder, detail), time);
    }
    const order = ledger.nextTicket();
    answers.accept(request.number, 'done', RETCODE.done, time, order);
    const { magic } = request;
    const lots = Math.min(first.lots, second.lots) as Lots;
    const price = second.openPrice;
    const exit = { order, magic, lots, price, time, reason: 'expert', comment: '' } as const;
    ledger.leave(book, one.item, { ...exit, closedBy: second.ticket });
    ledger.leave(book, other.item, { ...exit, closedBy: first.ticket });
  }

  /** Carry out what the price set off; `price` is the one it is filled at before any slip. */
  carryOut(book: SymbolBook, trigger: Trigger, price: Price, time: UtcMs): void {
    if (trigger.kind !== 'order')
      this.#closeByBroker(book, trigger.held, trigger.kind, price, time);
    else if (trigger.order.kind === 'stop-limit') {
      this.#parts.keeper.becomeLimit(book, trigger.order, time);
    } else this.#fillOrder(book, trigger.order, price, time);
  }

  stopOut(book: SymbolBook, held: HeldPosition, comment: string, time: UtcMs): void {
    const market = closingPrice(book, held.position.side);
    this.#leaveByBroker(book, held, 'stop-out', market, comment, time);
  }

  #checkOpening(book: SymbolBook, request: OpenRequest, price: Price): Refusal | undefined {
    const { books, settings } = this.#parts;
    const { side, lots, stopLoss, takeProfit } = request;
    const reduces = this.#onlyReduces(book, request);
    const { limitPositions } = settings;
    const full = limitPositions > 0 && !reduces && openPositions(books) >= limitPositions;
    return (
      checkTradeMode(book.instrument, side, reduces) ??
      checkDeviation(book, request, price) ??
      checkStops(book, side, closingPrice(book, side), stopLoss, takeProfit) ??
      (reduces ? undefined : checkVolumeLimit(book, side, lots)) ??
      (full
        ? refusal(RETCODE.limitPositions, `${limitPositions} positions are open already`)
        : undefined)
    );
  }

  /** On a netting account: does the order close no more than what is open the other way? */
  #onlyReduces(book: SymbolBook, { side, lots }: OpenRequest): boolean {
    if (this.#parts.settings.positionMode !== 'netting') return false;
    const held = book.positions[0]?.position;
    return held !== undefined && held.side !== side && lots <= held.lots;
  }

  #fillOrder(book: SymbolBook, order: PendingOrder, market: Price, time: UtcMs): void {
    const { admission, ledger, slippage, volumes } = this.#parts;
    const { side, kind } = order;
    const price = kind === 'stop' ? slippage.slip(book.grid, side, market) : market;
    const lots = volumes.available(book.instrument, order.lots);
    const margin = admission.admit(book, side, lots, price, ledger);
    if (isRefusal(margin)) return ledger.removeOrder(book, order, 'rejected', time);
    const rest = floorToStep(book.instrument, order.lots - lots);
    if (rest > 0) {
      ledger.changeOrder(book, order, { ...order, lots: rest }, time);
      book.noteFill(order.ticket);
    } else ledger.removeOrder(book, order, 'filled', time);
    ledger.enter(book, { ...order, order: order.ticket, lots, price, time, margin });
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
    const { ledger, slippage } = this.#parts;
    const { side, magic, lots } = held.position;
    const slips = reason !== 'take-profit';
    const price = slips ? slippage.slip(book.grid, opposite(side), market) : market;
    const order = ledger.nextTicket();
    ledger.leave(book, held, { order, magic, lots, price, time, reason, comment });
  }
}

function checkClose(
  book: SymbolBook,
  { position }: HeldPosition,
  request: CloseRequest,
  market: Price,
): Refusal | undefined {
  return (
    checkCloseVolume(book.instrument, request.lots, position.lots) ??
    checkFreeze(book, market, [position.stopLoss, position.takeProfit])
  );
}

function checkGrid(book: SymbolBook, { stopLoss, takeProfit }: ModifyRequest): Refusal | undefined {
  const sound = [stopLoss, takeProfit].every(
    (price) => Number.isFinite(price) && price >= 0 && book.grid.holds(price),
  );
  if (sound) return undefined;
  return refusal(RETCODE.invalidStops, `${stopLoss} or ${takeProfit} is not on the tick grid`);
}

function notWhole(there: Lots, asked: Lots): Refusal {
  return refusal(RETCODE.reject, `${there} of ${asked} lots were there: all or nothing was asked`);
}
