import type { BrokerEvent } from '../../execution/broker-port.ts';
import type { OrderNumber, PendingOrder, Position, Ticket } from '../../execution/order.ts';

/** Which tickets the requests of a scenario came to, and what stands in the books under them. */
export class SimulationBooks {
  readonly #numbers: ReadonlyMap<string, OrderNumber>;
  readonly #orders = new Map<OrderNumber, Ticket>();
  readonly #requests = new Map<Ticket, OrderNumber>();
  readonly #positionOfOrder = new Map<Ticket, Ticket>();
  readonly #waiting = new Map<Ticket, PendingOrder>();
  readonly #positions = new Map<Ticket, Position>();

  /** `ids` in the order of the requests, whose numbers are 1, 2, 3 … */
  constructor(ids: readonly string[]) {
    this.#numbers = new Map(ids.map((id, index) => [id, (index + 1) as OrderNumber]));
  }

  take(event: BrokerEvent): void {
    if (event.type === 'order-result') {
      if (event.order === undefined || this.#orders.has(event.number)) return;
      this.#orders.set(event.number, event.order);
      if (!this.#requests.has(event.order)) this.#requests.set(event.order, event.number);
    } else if (event.type === 'pending') {
      const { order, state } = event;
      if (state === 'placed') this.#waiting.set(order.ticket, order);
      else this.#waiting.delete(order.ticket);
    } else if (event.type === 'position') {
      this.#positions.set(event.position.ticket, event.position);
    } else if (event.type === 'deal') {
      const { deal, position } = event;
      if (deal.entry === 'in') this.#positionOfOrder.set(deal.order, deal.position);
      if (position) this.#positions.set(deal.position, position);
      else this.#positions.delete(deal.position);
    }
  }

  /** The ticket of the order that a request placed, if it did. */
  orderOf(id: string): Ticket | undefined {
    const number = this.#numbers.get(id);
    return number === undefined ? undefined : this.#orders.get(number);
  }

  /** The ticket of the position that a request's order opened or added to, if it did. */
  positionOf(id: string): Ticket | undefined {
    const order = this.orderOf(id);
    return order === undefined ? undefined : this.#positionOfOrder.get(order);
  }

  /** The number of the request that an order came from; undefined for the broker's own. */
  requestOf(order: Ticket): OrderNumber | undefined {
    return this.#requests.get(order);
  }

  order(ticket: Ticket): PendingOrder | undefined {
    return this.#waiting.get(ticket);
  }

  position(ticket: Ticket): Position | undefined {
    return this.#positions.get(ticket);
  }

  positions(): IterableIterator<Position> {
    return this.#positions.values();
  }
}
