import type { SymbolBar } from '../agents/core-event.ts';
import type { Bar } from '../market/bar.ts';
import type { Points, SymbolName, UtcMs } from '../market/units.ts';

interface TellableBar extends SymbolBar {
  bar: Bar;
}

/** The bars that closed at a moment, as a core is told of them. */
export interface Closing {
  readonly type: 'bars';
  readonly time: UtcMs;
  readonly bars: readonly SymbolBar[];
  readonly history: false;
}

const NO_BAR: Bar = {
  time: NaN as UtcMs,
  open: NaN,
  high: NaN,
  low: NaN,
  close: NaN,
  volume: NaN,
  spread: NaN as Points,
};

/**
 * Gathers the bars of a moment into the event that tells of them. All but the bars is used again at the
 * next moment, for one comes half a million times a year.
 */
export class ClosingBars {
  readonly #ofSymbols: readonly TellableBar[];
  readonly #bars: TellableBar[] = [];
  readonly #event = {
    type: 'bars' as const,
    time: NaN as UtcMs,
    bars: this.#bars,
    history: false as const,
  };
  #count = 0;

  constructor(symbols: readonly SymbolName[]) {
    this.#ofSymbols = symbols.map((symbol) => ({ symbol, bar: NO_BAR }));
  }

  begin(): void {
    this.#count = 0;
  }

  /** The bar of the symbol at `index`. */
  add(index: number, bar: Bar): void {
    const one = this.#ofSymbols[index] as TellableBar;
    one.bar = bar;
    this.#bars[this.#count] = one;
    this.#count += 1;
  }

  at(time: UtcMs): Closing {
    if (this.#bars.length > this.#count) this.#bars.length = this.#count;
    this.#event.time = time;
    return this.#event;
  }
}
