import { retcodeName } from '../../brokers/retcodes.ts';
import type {
  AccountSnapshot,
  BrokerEvent,
  BrokerRequest,
  OpenRequest,
} from '../../execution/broker-port.ts';
import type { Deal, OrderNumber, Ticket } from '../../execution/order.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Quote } from '../../market/quote.ts';
import type { Money, SymbolName, UtcMs } from '../../market/units.ts';
import type { SimulationBooks } from './simulate-books.ts';
import { iso, SimulationOrders } from './simulate-orders.ts';
import type {
  SimulationAnswer,
  SimulationDeal,
  SimulationEvent,
  SimulationOrder,
} from './simulate-result.ts';

type Happened = Partial<Omit<SimulationEvent, 'time' | 'event'>>;

const REASONS = {
  'stop-loss': 'sl',
  'take-profit': 'tp',
  'stop-out': 'so',
  client: 'expert',
  expert: 'expert',
} as const satisfies Record<Deal['reason'], SimulationDeal['reason']>;

const ORDER_EVENTS = {
  filled: 'order_filled',
  cancelled: 'order_canceled',
  expired: 'order_expired',
  rejected: 'order_rejected',
} as const;

/** Writes down what happens in a simulation, with the account as it stands after each. */
export class SimulationRecorder {
  readonly events: SimulationEvent[] = [];
  readonly deals: SimulationDeal[] = [];
  readonly #ids: readonly string[];
  readonly #books: SimulationBooks;
  readonly #account: () => AccountSnapshot;
  readonly #orders: SimulationOrders;
  readonly #answers = new Map<OrderNumber, SimulationAnswer>();
  readonly #opened = new Map<OrderNumber, OpenRequest>();

  constructor(
    ids: readonly string[],
    books: SimulationBooks,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    account: () => AccountSnapshot,
  ) {
    this.#ids = ids;
    this.#books = books;
    this.#account = account;
    this.#orders = new SimulationOrders(instruments, (order) => this.#nameOf(order));
  }

  get answers(): readonly SimulationAnswer[] {
    return [...this.#answers.values()];
  }

  get orders(): readonly SimulationOrder[] {
    return this.#orders.list();
  }

  requested(
    request: Exclude<BrokerRequest, { type: 'read-books' }>,
    action: SimulationAnswer['action'],
    time: UtcMs,
  ): void {
    if (request.type === 'open') this.#opened.set(request.number, request);
    this.#answers.set(request.number, {
      request: this.#idOf(request.number),
      action,
      time: iso(time),
      answered: null,
      retcode: null,
      retcode_name: null,
      detail: '',
      order: null,
    });
  }

  /** A price comes; what it sets off is told after it, and its account is the one after all that. */
  price(quote: Quote, carry: () => void): void {
    const at = this.events.length;
    carry();
    const { time, symbol, bid, ask } = quote;
    this.events.splice(at, 0, this.#event(time, 'price', { symbol, bid, ask }));
  }

  end(time: UtcMs): void {
    this.events.push(this.#event(time, 'end', {}));
  }

  take(event: BrokerEvent): void {
    const swapBefore =
      event.type === 'position' ? this.#books.position(event.position.ticket)?.swap : undefined;
    const isNew = event.type === 'pending' && !this.#books.order(event.order.ticket);
    this.#books.take(event);
    if (event.type === 'order-result') this.#answer(event);
    this.#orders.take(event);
    if (event.type === 'deal') this.#deal(event.deal, event.balance);
    else if (event.type === 'position') {
      const { ticket, symbol, swap } = event.position;
      const amount = Number((swap - (swapBefore ?? 0)).toFixed(2));
      const kind = amount === 0 ? 'position_changed' : 'swap';
      const request = this.#nameOf(ticket);
      const what = { symbol, ticket, request, amount: amount === 0 ? null : amount };
      this.events.push(this.#event(event.time, kind, what));
    } else if (event.type === 'pending') {
      const { ticket, symbol } = event.order;
      const changed = isNew ? 'order_placed' : 'order_changed';
      const kind = event.state === 'placed' ? changed : ORDER_EVENTS[event.state];
      this.events.push(
        this.#event(event.time, kind, { symbol, ticket, request: this.#nameOf(ticket) }),
      );
    } else if (event.type === 'account' && event.marginCall !== undefined) {
      const kind = event.marginCall === 'begins' ? 'margin_call' : 'margin_call_ended';
      this.events.push(this.#event(event.time, kind, {}));
    }
  }

  #answer(event: Extract<BrokerEvent, { type: 'order-result' }>): void {
    const { number, time, retcode, detail, order } = event;
    const asked = this.#answers.get(number);
    if (!asked) return;
    const retcode_name = retcodeName(retcode);
    const answered = iso(time);
    this.#answers.set(number, {
      ...asked,
      answered,
      retcode,
      retcode_name,
      detail,
      order: order ?? null,
    });
    const opening = this.#opened.get(number);
    if (opening?.kind === 'market' && order !== undefined) {
      this.#orders.accepted(order, opening, time);
    }
    const request = this.#idOf(number);
    this.events.push(this.#event(time, 'answer', { request, retcode, ticket: order ?? null }));
  }

  #deal(deal: Deal, balance: Money): void {
    const { ticket, order, position, symbol, side, lots, price, profit, commission, swap } = deal;
    const request = this.#nameOf(order);
    const outEntry = deal.closedBy === undefined ? 'out' : 'out_by';
    this.deals.push({
      ticket,
      order,
      position,
      request,
      time: iso(deal.time),
      symbol,
      type: side,
      entry: deal.entry === 'in' ? 'in' : outEntry,
      reason: REASONS[deal.reason],
      volume: lots,
      price,
      profit,
      commission,
      swap,
      comment: deal.comment,
      balance,
    });
    this.events.push(this.#event(deal.time, 'deal', { symbol, ticket, request }));
  }

  #nameOf(order: Ticket): string | null {
    const number = this.#books.requestOf(order);
    return number === undefined ? null : this.#idOf(number);
  }

  #idOf(number: OrderNumber): string {
    return this.#ids[number - 1] ?? String(number);
  }

  #event(time: number, event: SimulationEvent['event'], what: Happened): SimulationEvent {
    return {
      time: iso(time),
      event,
      symbol: null,
      bid: null,
      ask: null,
      ticket: null,
      request: null,
      retcode: null,
      amount: null,
      ...what,
      ...accountFields(this.#account()),
    };
  }
}

/** The account as it is written in results. */
export function accountFields({ balance, equity, margin, freeMargin }: AccountSnapshot) {
  const level = margin > 0 ? Number(((equity / margin) * 100).toFixed(2)) : null;
  return { balance, equity, margin, free_margin: freeMargin, margin_level: level };
}
