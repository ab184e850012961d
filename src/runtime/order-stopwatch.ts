import type { Fact } from '../agents/fact.ts';
import type { OrderNumber } from '../execution/order.ts';
import type { Stopwatch } from './latencies.ts';

/**
 * Times each numbered request, from the fact of its intent to the broker's first word on it. The
 * clock is this machine's: an account in time-lapse has another.
 */
export class OrderStopwatch {
  readonly #stopwatch: Stopwatch;
  readonly #begun = new Map<OrderNumber, number>();

  constructor(stopwatch: Stopwatch) {
    this.#stopwatch = stopwatch;
  }

  see({ body }: Fact, now: number): void {
    if (body.kind === 'order-intended' || body.kind === 'reduction-intended') {
      this.#begun.set(body.number, now);
    } else if (body.kind === 'order-state') {
      const begun = this.#begun.get(body.number);
      if (begun === undefined) return;
      this.#begun.delete(body.number);
      // `unknown` is our own word, for the broker's silence.
      if (body.state !== 'unknown') this.#stopwatch.count(now - begun);
    }
  }
}
