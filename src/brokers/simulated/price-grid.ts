import type { Instrument } from '../../market/instrument.ts';
import type { Price } from '../../market/units.ts';

/**
 * An instrument's tick grid. A count of points divided by a power of ten is the very double that
 * the decimal text stands for, so prices on the grid may be compared with `===`.
 */
export class PriceGrid {
  readonly #pointsPerUnit: number;
  readonly #pointsPerTick: number;

  constructor(instrument: Instrument) {
    this.#pointsPerUnit = Number(`1e${instrument.digits}`);
    this.#pointsPerTick = Math.max(1, Math.round(instrument.tickSize * this.#pointsPerUnit));
  }

  /** The nearest price on the grid. */
  round(price: Price): Price {
    const points = price * this.#pointsPerUnit;
    if (this.#pointsPerTick === 1) return Math.round(points) / this.#pointsPerUnit;
    const ticks = Math.round(points / this.#pointsPerTick);
    return (ticks * this.#pointsPerTick) / this.#pointsPerUnit;
  }

  /** `price` moved by whole points and put on the grid. */
  shift(price: Price, points: number): Price {
    return this.round(price + points / this.#pointsPerUnit);
  }

  /** From `from` up to `to`, in whole points. */
  points(from: Price, to: Price): number {
    return Math.round((to - from) * this.#pointsPerUnit);
  }

  /** Does a price lie on the grid, but for float noise? */
  holds(price: Price): boolean {
    return Math.abs(this.round(price) - price) * this.#pointsPerUnit < 1e-4;
  }
}
