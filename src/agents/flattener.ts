import type { BrokerDesk } from './broker-desk.ts';
import type { CoreEvent } from './core-event.ts';
import type { Desk } from './desk.ts';
import { driveFlatten } from './flatten.ts';

/** Works off an emergency stop or a tripped breaker, a step at each event, until all is closed. */
export class Flattener {
  readonly #desk: Desk;
  readonly #broker: BrokerDesk;
  /** The emergency stop knows of nothing left, and has asked for the books to say so. */
  #confirming = false;

  constructor(desk: Desk, broker: BrokerDesk) {
    this.#desk = desk;
    this.#broker = broker;
  }

  drive(event: CoreEvent): void {
    const { state, settings } = this.#desk;
    if (!this.#broker.booksRead) return;
    if (state.emergency === 'begun') return this.#emergencyStop(event);
    if (settings.breaker.on_trip !== 'close-all') return;
    if (state.breaker?.state === 'tripped') driveFlatten(this.#desk, 'ours', 'circuit breaker');
    else if (state.condemned.size > 0) {
      driveFlatten(this.#desk, state.condemned, 'circuit breaker: open since its trip');
    }
  }

  /** Done is what the books say is done: once we know of nothing left, they are read once more. */
  #emergencyStop(event: CoreEvent): void {
    const nothingLeft = driveFlatten(this.#desk, 'everything', 'emergency stop');
    const books = event.type === 'broker' && event.event.type === 'books';
    if (nothingLeft && books && this.#confirming) {
      this.#desk.emit({ kind: 'emergency-stop', state: 'done', by: 'the books' });
      this.#confirming = false;
    } else if (nothingLeft) {
      this.#broker.askForBooks(!this.#confirming);
      this.#confirming = true;
    } else this.#confirming = false;
  }
}
