import type { PendingOrder, Position, Ticket } from '../../execution/order.ts';
import { moneyPerPrice, type Instrument } from '../../market/instrument.ts';
import type { PriceSpan } from '../../market/price-span.ts';
import type { Quote } from '../../market/quote.ts';
import type { Money, Price, SymbolName, UtcMs } from '../../market/units.ts';
import { PriceGrid } from './price-grid.ts';

/** A position with the margin that was set aside when it was opened. */
export interface HeldPosition {
  position: Position;
  margin: Money;
}

/**
 * All that the broker knows of one symbol: the latest quote and what waits on it. Reads as a
 * {@link Quote}, so that conversion may look at it without a copy.
 */
export class SymbolBook implements Quote {
  readonly instrument: Instrument;
  readonly symbol: SymbolName;
  readonly grid: PriceGrid;
  time = 0 as UtcMs;
  bid: Price = 0;
  ask: Price = 0;
  readonly positions: HeldPosition[] = [];
  readonly orders: PendingOrder[] = [];
  /** Market orders and closes of this symbol that wait for a quote. */
  inFlight = 0;
  /** Open profit in account currency as last estimated, and the dearest rate used for it. */
  estimate = 0;
  rate = 1;
  /** Nothing is triggered while the bid and the ask stay strictly between these. */
  #bidFloor = -Infinity;
  #bidCeiling = Infinity;
  #askFloor = -Infinity;
  #askCeiling = Infinity;
  /** Swap of all positions, in account currency. */
  swap = 0;
  /** Prices shown so far; an order that one of them filled in part waits for the next. */
  prices = 0;
  readonly #filledAt = new Map<Ticket, number>();
  readonly #perPrice: number;
  #buyLots = 0;
  #buyValue = 0;
  #sellLots = 0;
  #sellValue = 0;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.symbol = instrument.symbol;
    this.grid = new PriceGrid(instrument);
    this.#perPrice = moneyPerPrice(instrument);
  }

  get quoted(): boolean {
    return this.bid > 0;
  }

  get busy(): boolean {
    return this.positions.length > 0 || this.orders.length > 0 || this.inFlight > 0;
  }

  setPrice(bid: Price, ask: Price, time: UtcMs): void {
    this.bid = bid;
    this.ask = ask;
    this.time = time;
  }

  /** May the present price trigger a stop, a target or a waiting order? */
  get alarmed(): boolean {
    return this.wouldAlarm(this.bid, this.ask);
  }

  wouldAlarm(bid: Price, ask: Price): boolean {
    return (
      bid <= this.#bidFloor ||
      bid >= this.#bidCeiling ||
      ask <= this.#askFloor ||
      ask >= this.#askCeiling
    );
  }

  /** As {@link wouldAlarm}, at any price of `span` or a point beside it. */
  wouldAlarmWithin({ lowBid, lowAsk, highBid, highAsk }: PriceSpan): boolean {
    const { point } = this.instrument;
    return (
      lowBid - point <= this.#bidFloor ||
      highBid + point >= this.#bidCeiling ||
      lowAsk - point <= this.#askFloor ||
      highAsk + point >= this.#askCeiling
    );
  }

  /** Open profit in the profit currency at the present price, the sum over all positions. */
  get openInQuote(): number {
    return this.openInQuoteAt(this.bid, this.ask);
  }

  openInQuoteAt(bid: Price, ask: Price): number {
    const buys = bid * this.#buyLots - this.#buyValue;
    const sells = this.#sellValue - ask * this.#sellLots;
    return (buys + sells) * this.#perPrice;
  }

  /** The present price has filled a part of this order. */
  noteFill(order: Ticket): void {
    this.#filledAt.set(order, this.prices);
  }

  /** Has the present price filled a part of this order already? */
  isFilledNow(order: Ticket): boolean {
    return this.#filledAt.size > 0 && this.#filledAt.get(order) === this.prices;
  }

  forgetFills(order: Ticket): void {
    this.#filledAt.delete(order);
  }

  /** To be called after each change of the positions or orders. */
  refresh(): void {
    this.#bidFloor = this.#askFloor = -Infinity;
    this.#bidCeiling = this.#askCeiling = Infinity;
    this.#buyLots = this.#buyValue = this.#sellLots = this.#sellValue = 0;
    this.swap = 0;
    for (const { position } of this.positions) this.#watchPosition(position);
    for (const order of this.orders) this.#watchOrder(order);
  }

  #watchPosition(position: Position): void {
    const { stopLoss, takeProfit, lots, openPrice } = position;
    this.swap += position.swap;
    if (position.side === 'buy') {
      this.#buyLots += lots;
      this.#buyValue += lots * openPrice;
      if (stopLoss > 0) this.#bidFloor = Math.max(this.#bidFloor, stopLoss);
      if (takeProfit > 0) this.#bidCeiling = Math.min(this.#bidCeiling, takeProfit);
    } else {
      this.#sellLots += lots;
      this.#sellValue += lots * openPrice;
      if (stopLoss > 0) this.#askCeiling = Math.min(this.#askCeiling, stopLoss);
      if (takeProfit > 0) this.#askFloor = Math.max(this.#askFloor, takeProfit);
    }
  }

  #watchOrder(order: PendingOrder): void {
    const below = (order.side === 'buy') === (order.kind === 'limit');
    if (order.side === 'buy') {
      if (below) this.#askFloor = Math.max(this.#askFloor, order.price);
      else this.#askCeiling = Math.min(this.#askCeiling, order.price);
    } else if (below) this.#bidFloor = Math.max(this.#bidFloor, order.price);
    else this.#bidCeiling = Math.min(this.#bidCeiling, order.price);
  }
}
