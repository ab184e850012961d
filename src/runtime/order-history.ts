import type { Fact } from '../agents/fact.ts';
import type { OrderNumber, OrderState, Ticket } from '../execution/order.ts';
import type { Side } from '../market/quote.ts';
import type { Lots, Money, Price, SymbolName, UtcMs } from '../market/units.ts';

/** An order or another request of ours, from its intent to where it stands. */
export interface OrderLine {
  readonly number: OrderNumber;
  readonly intendedAt: UtcMs;
  readonly kind: 'market' | 'limit' | 'close' | 'cancel' | 'tighten';
  /** Of an order that opens. */
  readonly opening?: {
    readonly symbol: SymbolName;
    readonly side: Side;
    readonly lots: Lots;
    readonly price: Price;
    readonly stopLoss: Price;
    readonly takeProfit: Price;
    readonly risk: Money;
    readonly signalId: string;
  };
  /** Of a request that can only reduce risk: what it is about, and why it was sent. */
  readonly about?: { readonly target: Ticket; readonly why: string };
  readonly state: OrderState;
  readonly since: UtcMs;
  readonly retcode?: number;
  readonly detail: string;
  readonly ticket?: Ticket;
}

/** The newest orders, folded from facts; older ones stand in the journal alone. */
export class OrderHistory {
  readonly #kept: number;
  readonly #lines: Map<OrderNumber, OrderLine>;

  constructor(kept: number, lines: readonly OrderLine[] = []) {
    this.#kept = kept;
    this.#lines = new Map(lines.map((line) => [line.number, line]));
  }

  add({ time, body }: Fact): void {
    if (body.kind === 'order-state') return this.#move(body, time);
    if (body.kind !== 'order-intended' && body.kind !== 'reduction-intended') return;
    this.#lines.set(body.number, {
      number: body.number,
      intendedAt: time,
      ...(body.kind === 'order-intended' ? openingOf(body) : reductionOf(body)),
      state: 'intended',
      since: time,
      detail: '',
    });
    const [oldest] = this.#lines.keys();
    if (this.#lines.size > this.#kept && oldest !== undefined) this.#lines.delete(oldest);
  }

  /** Oldest first. */
  lines(): OrderLine[] {
    return [...this.#lines.values()];
  }

  #move(body: Extract<Fact['body'], { kind: 'order-state' }>, time: UtcMs): void {
    const line = this.#lines.get(body.number);
    if (!line) return;
    this.#lines.set(body.number, {
      ...line,
      state: body.state,
      since: time,
      detail: body.detail,
      ...(body.retcode === undefined ? {} : { retcode: body.retcode }),
      ...(body.ticket === undefined ? {} : { ticket: body.ticket }),
    });
  }
}

function openingOf({ order, lots, risk }: Extract<Fact['body'], { kind: 'order-intended' }>) {
  const { symbol, side, kind, price, stopLoss, takeProfit, signalId } = order;
  return { kind, opening: { symbol, side, lots, price, stopLoss, takeProfit, risk, signalId } };
}

function reductionOf({ reduction }: Extract<Fact['body'], { kind: 'reduction-intended' }>) {
  const target = reduction.type === 'cancel' ? reduction.order : reduction.position;
  return { kind: reduction.type, about: { target, why: reduction.why } };
}
