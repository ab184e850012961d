import type { SymbolName, UtcMs } from '../../market/units.ts';

/** A jump that a person put into the generated market. */
export interface Shock {
  /** It comes with the first quote at or after this instant. */
  readonly at: UtcMs;
  readonly symbol: SymbolName;
  /** What the price is multiplied by. */
  readonly factor: number;
}

/** A release that a person put into the calendar of the generated market. */
export interface FiredNews {
  readonly at: UtcMs;
  readonly name: string;
}

/** The shocks that are still to come to some symbols, as the market is played or played again. */
export class ShocksAhead {
  readonly #shocks: readonly Shock[];
  #next: number;

  /** `shocks` is in order of time and may grow at its end; those before `from` have been. */
  constructor(shocks: readonly Shock[], from: UtcMs) {
    this.#shocks = shocks;
    this.#next = shocks.findIndex(({ at }) => at >= from);
    if (this.#next < 0) this.#next = shocks.length;
  }

  /** Take the shocks that come by `time`. */
  take(time: UtcMs, shock: (symbol: SymbolName, factor: number) => void): void {
    for (
      let next = this.#shocks[this.#next];
      next !== undefined && next.at <= time;
      next = this.#shocks[this.#next]
    ) {
      shock(next.symbol, next.factor);
      this.#next += 1;
    }
  }
}
