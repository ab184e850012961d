import type { BrokerEvent } from '../execution/broker-port.ts';
import {
  orderNumberOf,
  type Deal,
  type Magic,
  type PendingOrder,
  type Position,
  type Ticket,
} from '../execution/order.ts';
import type { SymbolName } from '../market/units.ts';

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

  /** Positions and orders of a symbol that the broker has of one whose numbers are `namespace`. */
  countOf(namespace: number, symbol: SymbolName): number {
    const magics = new Set<Magic>();
    for (const list of [this.positions, this.pending]) {
      for (const held of list.values()) {
        if (held.symbol !== symbol || orderNumberOf(namespace, held.magic) === undefined) continue;
        magics.add(held.magic);
      }
    }
    return magics.size;
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
