import type { BrokerDesk } from './broker-desk.ts';
import type { CoreEvent } from './core-event.ts';
import type { Desk } from './desk.ts';
import { driveFlatten, type FlattenScope } from './flatten.ts';

/** Works off an emergency stop, a flattening or a tripped breaker, a step at each event. */
export class Flattener {
  readonly #desk: Desk;
  readonly #broker: BrokerDesk;
  /** Nothing is known to be left, and the books were asked to say so. */
  #confirming = false;

  constructor(desk: Desk, broker: BrokerDesk) {
    this.#desk = desk;
    this.#broker = broker;
  }

  drive(event: CoreEvent): void {
    const { state, settings } = this.#desk;
    if (!this.#broker.booksRead) return;
    if (state.emergency === 'begun') {
      if (!this.#isDone(event, 'emergency', 'emergency stop')) return;
      return this.#desk.emit({ kind: 'emergency-stop', state: 'done', by: 'the books' });
    }
    if (state.flattening) {
      if (!this.#isDone(event, 'ours', 'flattened on request')) return;
      return this.#desk.emit({ kind: 'flatten', state: 'done', by: 'the books' });
    }
    if (settings.breaker.on_trip !== 'close-all') return;
    if (state.breaker?.state === 'tripped') driveFlatten(this.#desk, 'breaker', 'circuit breaker');
    else if (state.condemned.size > 0) {
      driveFlatten(this.#desk, state.condemned, 'circuit breaker: open since its trip');
    }
  }

  /** Done is what the books say is done: once we know of nothing left, they are read once more. */
  #isDone(event: CoreEvent, scope: FlattenScope, why: string): boolean {
    const nothingLeft = driveFlatten(this.#desk, scope, why);
    const books = event.type === 'broker' && event.event.type === 'books';
    const isDone = nothingLeft && books && this.#confirming;
    if (nothingLeft && !isDone) this.#broker.askForBooks(!this.#confirming);
    this.#confirming = nothingLeft && !isDone;
    return isDone;
  }
}
