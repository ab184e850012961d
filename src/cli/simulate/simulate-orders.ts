import type { BrokerEvent, OpenRequest } from '../../execution/broker-port.ts';
import type { Deal, PendingOrder, Ticket } from '../../execution/order.ts';
import { floorToStep, type Instrument } from '../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import type { SimulationOrder } from './simulate-result.ts';

type Growing = { -readonly [Key in keyof SimulationOrder]: SimulationOrder[Key] };

/** An instant as it is written in results. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}

/** The history of orders, as a terminal keeps it: each with its state, whoever gave it. */
export class SimulationOrders {
  readonly #orders = new Map<Ticket, Growing>();
  readonly #instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly #nameOf: (order: Ticket) => string | null;

  constructor(
    instruments: ReadonlyMap<SymbolName, Instrument>,
    nameOf: (order: Ticket) => string | null,
  ) {
    this.#instruments = instruments;
    this.#nameOf = nameOf;
  }

  list(): readonly SimulationOrder[] {
    return [...this.#orders.values()].toSorted((one, other) => +one.ticket - +other.ticket);
  }

  /** A market order that was accepted; what comes of it, its deals tell. */
  accepted(ticket: Ticket, request: OpenRequest, time: UtcMs): void {
    const { symbol, side, lots, stopLoss, takeProfit } = request;
    this.#add(ticket, symbol, side, lots, time, stopLoss, takeProfit);
  }

  take(event: BrokerEvent): void {
    if (event.type === 'pending') this.#waiting(event.order, event.state, event.time);
    else if (event.type === 'deal') this.#deal(event.deal);
  }

  #waiting(order: PendingOrder, state: string, time: UtcMs): void {
    const known = this.#orders.get(order.ticket) ?? this.#place(order);
    known.price_open = order.price;
    known.sl = order.stopLoss;
    known.tp = order.takeProfit;
    known.time_expiration = order.expiresAt === undefined ? null : iso(order.expiresAt);
    if (order.limitPrice !== undefined) known.price_stoplimit = order.limitPrice;
    if (state === 'placed' || state === 'filled') return;
    known.state = state === 'cancelled' ? 'canceled' : (state as 'expired' | 'rejected');
    known.time_done = iso(time);
  }

  #place(order: PendingOrder): Growing {
    const { ticket, symbol, side, lots, placedAt, stopLoss, takeProfit } = order;
    const known = this.#add(ticket, symbol, side, lots, placedAt, stopLoss, takeProfit);
    known.type = `${side}_${order.kind.replace('-', '_')}` as SimulationOrder['type'];
    return known;
  }

  #deal(deal: Deal): void {
    const { order, symbol, side, lots, time } = deal;
    // A stop, a target or a stop-out is an order of the server's own, and so is a close.
    const known = this.#orders.get(order) ?? this.#add(order, symbol, side, lots, time, 0, 0);
    const instrument = this.#instruments.get(symbol);
    const left = known.volume_current - lots;
    known.volume_current = instrument ? floorToStep(instrument, left) : left;
    if (known.volume_current < 0) known.volume_current = 0;
    known.state = known.volume_current > 0 ? 'partial' : 'filled';
    known.time_done = iso(time);
  }

  #add(
    ticket: Ticket,
    symbol: SymbolName,
    side: 'buy' | 'sell',
    lots: number,
    time: UtcMs,
    sl: number,
    tp: number,
  ): Growing {
    const order: Growing = {
      ticket,
      request: this.#nameOf(ticket),
      symbol,
      type: side,
      volume_initial: lots,
      volume_current: lots,
      price_open: null,
      price_stoplimit: null,
      sl,
      tp,
      time_setup: iso(time),
      time_done: null,
      time_expiration: null,
      state: 'placed',
    };
    this.#orders.set(ticket, order);
    return order;
  }
}
