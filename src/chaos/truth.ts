import type { BrokerEvent } from '../execution/broker-port.ts';
import type { Deal, Magic, PendingOrder, Position, Ticket } from '../execution/order.ts';

/** What the broker did with the volume of one magic. */
export interface Traded {
  /** Orders that opened something. */
  readonly orders: Set<Ticket>;
  opened: number;
  /** Closed by a request of this magic, not by a stop or target. */
  closed: number;
}

/** The account as it is at the broker, from the broker's own events before the wire has them. */
export class Truth {
  readonly positions = new Map<Ticket, Position>();
  readonly pending = new Map<Ticket, PendingOrder>();
  readonly deals = new Map<Ticket, Deal>();
  readonly traded = new Map<Magic, Traded>();

  take(event: BrokerEvent): void {
    switch (event.type) {
      case 'deal':
        this.#deal(event.deal);
        if (event.position) this.positions.set(event.position.ticket, event.position);
        else this.positions.delete(event.deal.position);
        return;
      case 'position':
        this.positions.set(event.position.ticket, event.position);
        return;
      case 'pending':
        if (event.state === 'placed') this.pending.set(event.order.ticket, event.order);
        else this.pending.delete(event.order.ticket);
        return;
      default:
        return;
    }
  }

  knows(magic: Magic): boolean {
    if (this.traded.has(magic)) return true;
    for (const order of this.pending.values()) if (order.magic === magic) return true;
    return false;
  }

  #deal(deal: Deal): void {
    this.deals.set(deal.ticket, deal);
    const traded = this.traded.get(deal.magic) ?? { orders: new Set(), opened: 0, closed: 0 };
    this.traded.set(deal.magic, traded);
    if (deal.entry === 'in') {
      traded.orders.add(deal.order);
      traded.opened += deal.lots;
    } else if (deal.reason === 'expert' || deal.reason === 'client') traded.closed += deal.lots;
  }
}
