import type { Price } from '../market/units.ts';

/**
 * Wilder's average true range (New Concepts in Technical Trading Systems, 1978): the mean of the
 * first `period` true ranges, then (previous * (period - 1) + true range) / period. The first bar's
 * true range is high - low.
 */
export class Atr {
  readonly #period: number;
  #count = 0;
  #sum = 0;
  #close = 0;
  /** In price; 0 until `period` bars are known: nothing measured in ATR is found before. */
  value: Price = 0;

  constructor(period: number) {
    this.#period = period;
  }

  update(high: Price, low: Price, close: Price): void {
    let range = high - low;
    if (this.#count > 0) {
      const before = this.#close;
      if (high - before > range) range = high - before;
      if (before - low > range) range = before - low;
    }
    this.#close = close;
    this.#count += 1;
    if (this.#count > this.#period) {
      this.value = (this.value * (this.#period - 1) + range) / this.#period;
      return;
    }
    this.#sum += range;
    if (this.#count === this.#period) this.value = this.#sum / this.#period;
  }

  snapshot(): AtrState {
    return [this.#count, this.#sum, this.#close, this.value];
  }

  restore(state: AtrState): void {
    [this.#count, this.#sum, this.#close, this.value] = state;
  }
}

export type AtrState = readonly [count: number, sum: number, close: number, value: number];
