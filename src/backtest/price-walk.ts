import { BarPath, type PathQuotes } from '../brokers/simulated/bar-path.ts';
import type { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import type { Bar } from '../market/bar.ts';
import type { Quote } from '../market/quote.ts';
import type { UtcMs } from '../market/units.ts';
import type { BarSource } from './bar-source.ts';
import type { IntrabarExits } from './intrabar-exits.ts';
import { TickPlayer } from './tick-player.ts';

/** How a price comes: a tick of its own, the open of a bar, or through all prices between. */
export type PriceKind = 'tick' | 'open' | 'way';

/** What the prices of a moment are walked through with. */
export interface WalkParts {
  readonly sources: readonly BarSource[];
  readonly broker: SimulatedBroker;
  readonly intrabar: IntrabarExits;
  readonly barMs: number;
  readonly tickSpreadFactor: number;
  readonly show: (quote: Quote, kind: PriceKind) => void;
}

/** Shows every price of the bars of a moment: their ticks, where there are any, else their path. */
export class PriceWalk {
  readonly #parts: WalkParts;
  readonly #paths: readonly BarPath[];
  readonly #laid: (PathQuotes | undefined)[];
  readonly #steps: Int32Array;
  readonly #ticks: TickPlayer;
  readonly #hasTicks: boolean;
  /** Bars of sources with ticks in which none came. */
  barsWithoutTicks = 0;

  constructor(parts: WalkParts) {
    const { sources, tickSpreadFactor } = parts;
    this.#parts = parts;
    this.#paths = sources.map(({ instrument }) => new BarPath(instrument));
    this.#laid = sources.map(() => undefined);
    this.#steps = new Int32Array(sources.length);
    this.#ticks = new TickPlayer(sources, tickSpreadFactor);
    this.#hasTicks = sources.some(({ ticks }) => ticks !== undefined);
  }

  get hasTicks(): boolean {
    return this.#hasTicks;
  }

  /** Through bars alone: each of the four prices of all of them, before the next. */
  throughBars(bars: readonly (Bar | undefined)[], spreads: Float64Array): void {
    for (let index = 0; index < bars.length; index += 1) this.#lay(index, bars, spreads);
    for (let step = 0; step < 4; step += 1) {
      for (const laid of this.#laid) {
        const quote = laid?.[step];
        if (quote) this.#parts.show(quote, step === 0 ? 'open' : 'way');
      }
    }
  }

  /**
   * Through ticks before `until`, in order of time; a bar without ticks is walked through as a bar. Of
   * a moment in which no price can change anything, only the last tick is shown.
   */
  throughTicks(
    bars: readonly (Bar | undefined)[],
    spreads: Float64Array,
    until: UtcMs,
    isIdle: boolean,
  ): void {
    const { sources, intrabar, show } = this.#parts;
    for (let index = 0; index < sources.length; index += 1) {
      const { instrument, ticks } = sources[index] as BarSource;
      if (!this.#ticks.hasTicks(index, until)) {
        if (ticks && bars[index]) this.barsWithoutTicks += 1;
        this.#lay(index, bars, spreads);
        continue;
      }
      intrabar.onTicks(instrument.symbol);
      this.#laid[index] = undefined;
      if (isIdle) show(this.#ticks.last(index, until), 'tick');
    }
    this.#inOrder(until);
  }

  #inOrder(until: UtcMs): void {
    this.#steps.fill(0);
    for (;;) {
      let first = -1;
      let time: number = until;
      for (let index = 0; index < this.#laid.length; index += 1) {
        const at = this.#timeOfNext(index);
        if (at < time) [first, time] = [index, at];
      }
      if (first < 0) return;
      const laid = this.#laid[first];
      const step = this.#steps[first] as number;
      this.#steps[first] = step + 1;
      if (laid) this.#parts.show(laid[step] as Quote, step === 0 ? 'open' : 'way');
      else this.#parts.show(this.#ticks.next(first), 'tick');
    }
  }

  #timeOfNext(index: number): number {
    const laid = this.#laid[index];
    if (!laid) return this.#ticks.timeOfNext(index);
    return laid[this.#steps[index] as number]?.time ?? Infinity;
  }

  /** Lay the bar of a source out on its declared path. */
  #lay(index: number, bars: readonly (Bar | undefined)[], spreads: Float64Array): void {
    const bar = bars[index];
    this.#laid[index] = undefined;
    if (!bar) return;
    const { sources, broker, intrabar, barMs } = this.#parts;
    const { instrument } = sources[index] as BarSource;
    const spread = spreads[index] as number;
    intrabar.onBar(instrument.symbol, bar, spread);
    const order = broker.worseOrder(instrument.symbol);
    const path = this.#paths[index] as BarPath;
    this.#laid[index] = path.lay(bar, spread, barMs, order);
  }
}
