import { numberIn, type Position, type Ticket } from '../execution/order.ts';
import { treatmentOf } from '../execution/ownership.ts';
import { signOf } from '../market/quote.ts';
import type { Price, UtcMs } from '../market/units.ts';
import { isUnderway, type OrderRecord } from './account-state.ts';
import type { BrokerDesk } from './broker-desk.ts';
import type { Desk } from './desk.ts';
import { mayTry } from './flatten.ts';

/** A position of ours whose stop cannot be set again within this time is closed. */
const STOP_WITHIN_MS = 30_000;

/**
 * Looks after positions of ours that have no stop at the broker: each is given the stop it had
 * again, or closed when that is refused, not answered in time, or not known.
 */
export class StopGuard {
  readonly #desk: Desk;
  readonly #broker: BrokerDesk;
  readonly #noticed = new Map<Ticket, UtcMs>();

  constructor(desk: Desk, broker: BrokerDesk) {
    this.#desk = desk;
    this.#broker = broker;
  }

  /** Is a position without a stop being looked after? */
  get isAtWork(): boolean {
    return this.#noticed.size > 0;
  }

  look(): void {
    const { state } = this.#desk;
    if (!this.#broker.booksRead) return;
    for (const { position, managed } of state.positions.values()) {
      if (position.stopLoss > 0) {
        if (this.#noticed.size > 0) this.#noticed.delete(position.ticket);
      } else this.#mend(position, managed.lastStop);
    }
    if (this.#noticed.size === 0) return;
    for (const ticket of this.#noticed.keys()) {
      if (!state.positions.has(ticket)) this.#noticed.delete(ticket);
    }
  }

  #mend(position: Position, lastStop: Price): void {
    const desk = this.#desk;
    const { ticket, magic, symbol, lots } = position;
    const { magicNamespace } = desk.settings;
    if (!treatmentOf(magicNamespace, magic).stopRepaired) return; // another's stop is never touched
    const number = numberIn(magic);
    const order = desk.state.orders.get(number)?.opening?.order;
    // The newest it was seen to have, or was asked for: a policy may have moved it since its order.
    const seen = lastStop > 0 ? lastStop : (order?.stopLoss ?? 0);
    const stopLoss = tightest(desk, position, seen);
    const since = this.#noticed.get(ticket);
    if (since === undefined) {
      this.#noticed.set(ticket, desk.now);
      const detail = `position ${ticket} (${symbol}, ${lots} lots) has no stop at the broker: ${
        stopLoss > 0 ? `it is set to ${stopLoss} again` : 'its own is not known, so it is closed'
      }`;
      desk.emit({ kind: 'fault', where: 'stops', detail });
      if (stopLoss > 0 && mayTry(desk, ticket)) {
        const takeProfit = position.takeProfit > 0 ? position.takeProfit : (order?.takeProfit ?? 0);
        const why = 'the broker holds no stop';
        desk.reduce({ type: 'tighten', position: ticket, stopLoss, takeProfit, why });
        return;
      }
    }
    const tried = lastTry(desk, ticket, since ?? desk.now);
    const waits = tried && isUnderway(tried) && desk.now - (since ?? desk.now) < STOP_WITHIN_MS;
    if (waits || !mayTry(desk, ticket)) return;
    desk.reduce({ type: 'close', position: ticket, lots, why: 'no stop at the broker' });
  }
}

function lastTry(desk: Desk, ticket: Ticket, since: UtcMs): OrderRecord | undefined {
  let last: OrderRecord | undefined;
  for (const order of desk.state.orders.values()) {
    if (order.reduction?.type !== 'tighten' || order.reduction.position !== ticket) continue;
    if (order.intendedAt >= since) last = order;
  }
  return last;
}

/** `stop`, or a tighter one that is asked for and not answered: what mends must not loosen it. */
function tightest(desk: Desk, { ticket, side }: Position, stop: Price): Price {
  let tight = stop;
  for (const { reduction } of desk.state.underway.values()) {
    if (reduction?.type !== 'tighten' || reduction.position !== ticket) continue;
    if (tight === 0 || signOf(side) * (reduction.stopLoss - tight) > 0) tight = reduction.stopLoss;
  }
  return tight;
}
