import type { BrokerDesk } from './broker-desk.ts';
import type { Desk } from './desk.ts';
import { driveFlatten, type FlattenScope } from './flatten.ts';

/** Works off an emergency stop, a flattening or a tripped breaker, a step at each event. */
export class Flattener {
  readonly #desk: Desk;
  readonly #broker: BrokerDesk;
  /** Readings believed when nothing was known to be left and the books were asked to say so. */
  #askedAfter: number | undefined;

  constructor(desk: Desk, broker: BrokerDesk) {
    this.#desk = desk;
    this.#broker = broker;
  }

  drive(): void {
    const { state, settings } = this.#desk;
    if (!this.#broker.booksRead) return;
    if (state.emergency === 'begun') {
      if (!this.#isDone('emergency', 'emergency stop')) return;
      return this.#desk.emit({ kind: 'emergency-stop', state: 'done', by: 'the books' });
    }
    if (state.flattening) {
      if (!this.#isDone('ours', 'flattened on request')) return;
      return this.#desk.emit({ kind: 'flatten', state: 'done', by: 'the books' });
    }
    if (settings.breaker.on_trip !== 'close-all') return;
    if (state.breaker?.state === 'tripped') driveFlatten(this.#desk, 'breaker', 'circuit breaker');
    else if (state.condemned.size > 0) {
      driveFlatten(this.#desk, state.condemned, 'circuit breaker: open since its trip');
    }
  }

  /**
   * Done is what the books say is done: once we know of nothing left, they are read once more. Books
   * that are not believed, for what happened after them, say nothing.
   */
  #isDone(scope: FlattenScope, why: string): boolean {
    const nothingLeft = driveFlatten(this.#desk, scope, why);
    const { booksBelieved } = this.#broker;
    const isDone = nothingLeft && booksBelieved > (this.#askedAfter ?? Infinity);
    if (nothingLeft && !isDone) this.#broker.askForBooks(this.#askedAfter === undefined);
    if (isDone || !nothingLeft) this.#askedAfter = undefined;
    else this.#askedAfter ??= booksBelieved;
    return isDone;
  }
}
