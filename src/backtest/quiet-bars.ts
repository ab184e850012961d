import type { AccountCore } from '../agents/account-core.ts';
import type { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import type { Bar } from '../market/bar.ts';
import { conversionSymbols } from '../market/conversion.ts';
import { blankSpan, type GrowingSpan } from '../market/price-span.ts';
import type { Currency, Price, UtcMs } from '../market/units.ts';
import type { BarSource } from './bar-source.ts';

/** How many bars' ranges beyond a bar are looked at in the hope that the next stay within. */
const LEAST_REACH = 1;
const MOST_REACH = 64;
/** A spread that is looked at in the same hope: from half of the present one to twice as much. */
const SPREAD_FACTOR = 2;

/** What was found quiet of one source: prices, and ask minus bid. */
interface Known {
  low: Price;
  high: Price;
  leastSpread: Price;
  mostSpread: Price;
}

/**
 * How the bars of a moment are gone through: every price of theirs is shown, or their closes are, or
 * books and core are only told where the prices have come to.
 */
export type Passage = 'every-price' | 'closes' | 'told';

/**
 * Finds the bars in which no price can change anything: nothing is open, or nothing that is open is
 * reached. They need not be walked through. What was found to be quiet is remembered until something
 * happens, and a bar within it costs a few comparisons.
 */
export class QuietBars {
  readonly #sources: readonly BarSource[];
  readonly #broker: SimulatedBroker;
  readonly #core: AccountCore;
  readonly #barMs: number;
  /** Is the profit of a source's positions converted by nothing that another source moves? */
  readonly #convertsAlone: readonly boolean[];
  readonly #known: readonly Known[];
  readonly #spans: readonly GrowingSpan[];
  readonly #present: GrowingSpan[] = [];
  #quietUntil = -Infinity;
  #reach = LEAST_REACH;

  constructor(
    sources: readonly BarSource[],
    broker: SimulatedBroker,
    core: AccountCore,
    barMs: number,
  ) {
    this.#sources = sources;
    this.#broker = broker;
    this.#core = core;
    this.#barMs = barMs;
    const { currency } = core.desk.settings;
    this.#convertsAlone = sources.map((source) => convertsAlone(source, sources, currency));
    this.#known = sources.map(() => ({ low: NaN, high: NaN, leastSpread: NaN, mostSpread: NaN }));
    this.#spans = sources.map(({ instrument }) => blankSpan(instrument.symbol));
  }

  /** Something has happened: what was quiet need not be so any more. */
  disturb(): void {
    this.#quietUntil = -Infinity;
  }

  /** Is there nothing at all that a price could change? */
  get isIdle(): boolean {
    return this.#workOf() === 'none';
  }

  /**
   * How these bars, which close at `closesAt`, are to be gone through. `bars` and `spreads` (in price)
   * are those of each source at this moment, undefined where one has no bar.
   */
  passage(bars: readonly (Bar | undefined)[], spreads: Float64Array, closesAt: UtcMs): Passage {
    if (closesAt <= this.#quietUntil && this.#isKnown(bars, spreads)) return 'told';
    const work = this.#workOf();
    if (work === 'mixed') return 'every-price';
    if (this.#isQuiet(bars, spreads, closesAt)) return 'told';
    // Only time has something in store, such as the next day, and the close is late enough for it.
    return work === 'none' ? 'closes' : 'every-price';
  }

  /** Are the prices of these bars quiet, and perhaps those of the next bars as well? */
  #isQuiet(bars: readonly (Bar | undefined)[], spreads: Float64Array, until: UtcMs): boolean {
    const ahead = (until + this.#reach * this.#barMs) as UtcMs;
    if (this.#look(bars, spreads, ahead, this.#reach)) {
      this.#reach = Math.min(MOST_REACH, this.#reach * 2);
      return true;
    }
    this.#reach = Math.max(LEAST_REACH, this.#reach / 2);
    return this.#look(bars, spreads, until, 0);
  }

  #isKnown(bars: readonly (Bar | undefined)[], spreads: Float64Array): boolean {
    for (let index = 0; index < bars.length; index += 1) {
      const bar = bars[index];
      if (!bar) continue;
      const { low, high, leastSpread, mostSpread } = this.#known[index] as Known;
      const spread = spreads[index] as number;
      // Also of a bar whose open or close lies outside of its extremes; nothing is known of NaN.
      const within =
        Math.min(bar.low, bar.open, bar.close) >= low &&
        Math.max(bar.high, bar.open, bar.close) <= high;
      if (!within || !(spread >= leastSpread && spread <= mostSpread)) return false;
    }
    return true;
  }

  /** Is there nothing that a price could change, or nothing that depends on two sources' prices? */
  #workOf(): 'none' | 'alone' | 'mixed' {
    let work: 'none' | 'alone' = 'none';
    for (let index = 0; index < this.#sources.length; index += 1) {
      const { instrument } = this.#sources[index] as BarSource;
      if (!this.#broker.hasWork(instrument.symbol)) continue;
      if (this.#convertsAlone[index] !== true) return 'mixed';
      work = 'alone';
    }
    return work;
  }

  /** Look at these bars with `reach` times their ranges around, and remember them when quiet. */
  #look(
    bars: readonly (Bar | undefined)[],
    spreads: Float64Array,
    until: UtcMs,
    reach: number,
  ): boolean {
    this.#quietUntil = -Infinity;
    this.#present.length = 0;
    for (let index = 0; index < bars.length; index += 1) {
      this.#widen(index, bars[index], spreads[index] as number, reach);
    }
    const isQuiet =
      this.#broker.quiet.until(until, this.#present) &&
      this.#core.quiet.until(until, this.#present);
    if (isQuiet) this.#quietUntil = until;
    return isQuiet;
  }

  #widen(index: number, bar: Bar | undefined, spread: Price, reach: number): void {
    const known = this.#known[index] as Known;
    if (!bar) {
      known.low = NaN; // it stands still until its next bar, and that one is looked at anew
      return;
    }
    const { point } = (this.#sources[index] as BarSource).instrument;
    const low = Math.min(bar.low, bar.open, bar.close);
    const high = Math.max(bar.high, bar.open, bar.close);
    const beyond = reach * (high - low + point);
    const factor = reach > 0 ? SPREAD_FACTOR : 1;
    known.low = Math.max(point, low - beyond);
    known.high = high + beyond;
    known.leastSpread = spread / factor;
    known.mostSpread = spread * factor;
    const span = this.#spans[index] as GrowingSpan;
    span.lowBid = known.low;
    span.lowAsk = known.low + known.leastSpread;
    span.highBid = known.high;
    span.highAsk = known.high + known.mostSpread;
    this.#present.push(span);
  }
}

function convertsAlone(
  { instrument }: BarSource,
  sources: readonly BarSource[],
  currency: Currency,
): boolean {
  const needed = conversionSymbols(instrument.profitCurrency, currency);
  const moved = sources.filter((other) => needed.includes(other.instrument.symbol));
  return moved.every((other) => other.instrument.symbol === instrument.symbol);
}
