import type { Magic } from '../../execution/order.ts';
import type { TradeRequest } from '../mt5/outcome.ts';
import type { Snapshot } from '../mt5/snapshot.ts';
import type { TradeState } from '../mt5/wire/rows.ts';

/** What the books show of a request. */
export interface Found {
  readonly state: Extract<TradeState, 'DONE' | 'PLACED'>;
  /** Its ticket at the broker, `0` where it has none. */
  readonly order: string;
}

/** Requests that were sent and of which nobody knows yet what became: only the books tell. */
export class Unanswered {
  readonly #requests = new Map<Magic, TradeRequest>();

  add(request: TradeRequest): void {
    this.#requests.set(request.magic, request);
  }

  answered(magic: Magic): void {
    this.#requests.delete(magic);
  }

  /** What became of one of them, if these books show it. */
  found(magic: Magic, snapshot: Snapshot): Found | undefined {
    const request = this.#requests.get(magic);
    return request && foundIn(snapshot, request);
  }

  /** Those whose fate these books show; they are not asked after again. */
  takeFound(snapshot: Snapshot): readonly (readonly [Magic, Found])[] {
    return [...this.#requests.values()].flatMap((request) => {
      const found = foundIn(snapshot, request);
      if (!found) return [];
      this.#requests.delete(request.magic);
      return [[request.magic, found] as const];
    });
  }
}

/** What is not in the books may still come: only what they show is an answer. */
function foundIn(snapshot: Snapshot, request: TradeRequest): Found | undefined {
  const magic = String(request.magic);
  const { orders, deals, positions } = snapshot;
  switch (request.type) {
    case 'open': {
      const waits = orders.find((order) => order.magic === magic);
      if (waits) return { state: 'PLACED', order: waits.ticket };
      const deal = deals.find((one) => one.magic === magic);
      if (deal) return { state: 'DONE', order: deal.order };
      const held = positions.find((position) => position.magic === magic);
      return held && { state: 'DONE', order: held.ticket };
    }
    case 'close':
    case 'close-by': {
      const deal = deals.find((one) => one.magic === magic);
      return deal && { state: 'DONE', order: deal.order };
    }
    case 'modify': {
      const held = positions.find(({ id }) => id === request.position);
      const isSo = held?.sl === request.stopLoss && held.tp === request.takeProfit;
      return isSo ? { state: 'DONE', order: '0' } : undefined;
    }
    case 'modify-order': {
      const waits = orders.find(({ ticket }) => ticket === request.order);
      const isSo =
        waits?.price === request.price &&
        waits.sl === request.stopLoss &&
        waits.tp === request.takeProfit;
      return isSo ? { state: 'DONE', order: request.order } : undefined;
    }
    case 'cancel': {
      const waits = orders.some(({ ticket }) => ticket === request.order);
      const filled = deals.some(({ order }) => order === request.order);
      return waits || filled ? undefined : { state: 'DONE', order: request.order };
    }
  }
}
