import type { AccountSettings } from '../agents/account-settings.ts';
import type { AccountState } from '../agents/account-state.ts';
import { orderNumberOf, type Ticket } from '../execution/order.ts';
import { NAMESPACE } from './setting.ts';
import { promiseParts } from './policy-promises.ts';
import type { Truth } from './truth.ts';
import { promise } from './violation.ts';

/**
 * A position of ours is without a stop for no longer than this, counted while the process lives and
 * is linked: to see it (the books are read every four minutes) through a storm that loses messages.
 */
const NAKED_MS = 600_000;
/**
 * What a trip or an emergency stop has to close is closed within this, counted alike: a close that was
 * lost is asked again once the books have shown that it never came, and they may be lost as well.
 */
const DOOMED_MS = 400_000;
const NOISE = 1e-8;

/** Looks at what the broker has done, whatever anybody believes. */
export class TruthPromises {
  readonly #truth: Truth;
  readonly #naked = new Map<Ticket, number>();
  readonly #doomed = new Map<Ticket, number>();
  readonly #closesAtTrip: boolean;
  #dealsSeen = 0;

  constructor(truth: Truth, settings: AccountSettings) {
    this.#truth = truth;
    this.#closesAtTrip = settings.breaker.on_trip === 'close-all';
  }

  /** `ableMs` is for how long since the last look the process could have done something. */
  look(state: AccountState | undefined, ableMs: number): void {
    this.#lookAtStops(ableMs);
    if (!state) return;
    this.#lookAtDoomed(state, ableMs);
    const { orders } = state;
    if (this.#truth.deals.size === this.#dealsSeen) return;
    this.#dealsSeen = this.#truth.deals.size;
    promiseParts(state, this.#truth);
    for (const [magic, { orders: tickets, opened, closed }] of this.#truth.traded) {
      const number = orderNumberOf(NAMESPACE, magic);
      if (number === undefined) continue;
      promise(tickets.size <= 1, () => `order ${number} became ${tickets.size} orders`);
      const order = orders.get(number);
      const most = order?.opening?.lots ?? 0;
      const reduction = order?.reduction;
      const mostClosed = reduction?.type === 'close' ? reduction.lots : 0;
      if (!order) continue; // of a life whose facts are gone: its sending was looked at then
      promise(opened <= most + NOISE, () => `order ${number} opened ${opened} of ${most} lots`);
      promise(closed <= mostClosed + NOISE, () => {
        return `request ${number} closed ${closed} of ${mostClosed} lots`;
      });
    }
  }

  #lookAtDoomed({ breaker, emergency }: AccountState, ableMs: number): void {
    const isTripped = breaker?.state === 'tripped' && this.#closesAtTrip;
    const dooms = isTripped || emergency === 'begun';
    if (!dooms && this.#doomed.size === 0) return;
    const { positions } = this.#truth;
    for (const ticket of this.#doomed.keys())
      if (!positions.has(ticket)) this.#doomed.delete(ticket);
    for (const { ticket, magic } of positions.values()) {
      if (orderNumberOf(NAMESPACE, magic) === undefined) continue;
      const known = this.#doomed.get(ticket);
      // What was open at a trip is closed also when the breaker is armed again before.
      if (known === undefined && !dooms) continue;
      const open = (known ?? 0) + ableMs;
      this.#doomed.set(ticket, open);
      promise(open <= DOOMED_MS, () => `position ${ticket} was open ${open} ms after the stop`);
    }
  }

  #lookAtStops(ableMs: number): void {
    for (const { ticket, magic, stopLoss } of this.#truth.positions.values()) {
      if (stopLoss > 0 || orderNumberOf(NAMESPACE, magic) === undefined) {
        if (this.#naked.size > 0) this.#naked.delete(ticket);
        continue;
      }
      const naked = (this.#naked.get(ticket) ?? 0) + ableMs;
      this.#naked.set(ticket, naked);
      promise(naked <= NAKED_MS, () => `position ${ticket} has had no stop for ${naked} ms`);
    }
  }
}
