import type { LineTiming } from './line-settings.ts';
import { NeedsPerson } from './session.ts';
import { NEEDS_A_PERSON, retryAt } from './words-of.ts';

type Waits = Pick<LineTiming, 'firstRetryMs' | 'longestRetryMs' | 'personRetryMs'>;

/** How long to wait before another try: twice as long each time, or until the service says. */
export class BackOff {
  readonly #waits: Waits;
  #nextMs: number;

  constructor(waits: Waits) {
    this.#waits = waits;
    this.#nextMs = waits.firstRetryMs;
  }

  succeeded(): void {
    this.#nextMs = this.#waits.firstRetryMs;
  }

  /** Milliseconds until the next try after this failure. */
  failed(error: unknown, name: string): number {
    const { longestRetryMs, personRetryMs } = this.#waits;
    const needsPerson = error instanceof NeedsPerson || NEEDS_A_PERSON.has(name);
    const waitMs = needsPerson ? personRetryMs : this.#nextMs;
    this.#nextMs = Math.min(longestRetryMs, this.#nextMs * 2);
    return Math.max(waitMs, (retryAt(error) ?? 0) - Date.now());
  }
}
