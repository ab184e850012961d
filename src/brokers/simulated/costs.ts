import type { AccountSnapshot } from '../../execution/broker-port.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Side } from '../../market/quote.ts';
import type { Money, Price } from '../../market/units.ts';
import type { PriceGrid } from './price-grid.ts';
import { SeededRandom, type RandomState } from './seeded-random.ts';
import type { Slippage } from './settings.ts';

/** To whole cents, halves away from zero, as a server keeps its books. */
export function toCents(amount: number): Money {
  const cents = Math.floor(Math.abs(amount) * 100 + 0.5 + 1e-7);
  return (cents === 0 ? 0 : (Math.sign(amount) * cents) / 100) as Money;
}

/** Draws the slip of each market execution. */
export class SlippageModel {
  readonly #settings: Slippage;
  readonly #random: SeededRandom;

  constructor(settings: Slippage, state?: RandomState) {
    this.#settings = settings;
    const seed = settings.kind === 'seeded' ? settings.seed : 0;
    this.#random = state ? SeededRandom.restore(state) : new SeededRandom(seed);
  }

  snapshot(): RandomState {
    return this.#random.snapshot();
  }

  /** `price` made worse for someone who trades on `side`. */
  slip(grid: PriceGrid, side: Side, price: Price): Price {
    const points = this.#points();
    if (points === 0) return price;
    const slipped = grid.shift(price, side === 'buy' ? points : -points);
    return slipped > 0 ? slipped : price;
  }

  #points(): number {
    if (this.#settings.kind === 'fixed') return this.#settings.points;
    return this.#random.integer(this.#settings.maxPoints + 1);
  }
}

/** A price as the broker prints it in a comment. */
export function printed(instrument: Instrument, price: Price): string {
  return price.toFixed(instrument.digits);
}

/** The comment of a stop-out: margin level, equity and margin, as MetaTrader writes it. */
export function printedLevel({ equity, margin }: AccountSnapshot): string {
  const levelPct = margin > 0 ? (equity / margin) * 100 : 0;
  return `[so ${levelPct.toFixed(2)}%/${equity.toFixed(2)}/${margin.toFixed(2)}]`;
}
