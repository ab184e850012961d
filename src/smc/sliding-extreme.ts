import { powerOfTwoFrom } from './bar-window.ts';

/**
 * The greatest of the last `width` values and where it stands, O(1) amortised: a queue that holds
 * only values not yet beaten by a later one. Of equal values the first stands.
 */
export class SlidingExtreme {
  readonly #width: number;
  readonly #mask: number;
  readonly #index: Float64Array;
  readonly #value: Float64Array;
  #head = 0;
  #tail = 0;

  constructor(width: number) {
    this.#width = width;
    const capacity = powerOfTwoFrom(width + 1);
    this.#mask = capacity - 1;
    this.#index = new Float64Array(capacity);
    this.#value = new Float64Array(capacity);
  }

  /** Takes the value of bar `index`; answers with the index of the greatest in the window. */
  push(index: number, value: number): number {
    let tail = this.#tail;
    const mask = this.#mask;
    while (tail > this.#head && (this.#value[(tail - 1) & mask] as number) < value) tail -= 1;
    this.#index[tail & mask] = index;
    this.#value[tail & mask] = value;
    this.#tail = tail + 1;
    if ((this.#index[this.#head & mask] as number) <= index - this.#width) this.#head += 1;
    return this.#index[this.#head & mask] as number;
  }

  snapshot(): SlidingExtremeState {
    const state: [number, number][] = [];
    for (let at = this.#head; at < this.#tail; at += 1) {
      const slot = at & this.#mask;
      state.push([this.#index[slot] as number, this.#value[slot] as number]);
    }
    return state;
  }

  restore(state: SlidingExtremeState): void {
    this.#head = 0;
    this.#tail = 0;
    for (const [index, value] of state) {
      this.#index[this.#tail] = index;
      this.#value[this.#tail] = value;
      this.#tail += 1;
    }
  }
}

export type SlidingExtremeState = ReadonlyArray<readonly [index: number, value: number]>;
