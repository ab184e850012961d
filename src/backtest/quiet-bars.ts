import type { AccountCore } from '../agents/account-core.ts';
import type { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import type { Bar } from '../market/bar.ts';
import { conversionSymbols } from '../market/conversion.ts';
import type { PriceSpan } from '../market/price-span.ts';
import type { Currency, Price, SymbolName, UtcMs } from '../market/units.ts';
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

type Growing = { -readonly [Key in keyof PriceSpan]: PriceSpan[Key] };

/**
 * Finds the bars in which no price before the close can change anything: nothing is open, or nothing
 * that is open is reached. They need not be walked through. What was found to be quiet is remembered
 * until something happens, and a bar within it costs a few comparisons.
 */
export class QuietBars {
  readonly #sources: readonly BarSource[];
  readonly #broker: SimulatedBroker;
  readonly #core: AccountCore;
  readonly #barMs: number;
  /** Is the profit of a source's positions converted by nothing that another source moves? */
  readonly #convertsAlone: readonly boolean[];
  readonly #known: readonly Known[];
  readonly #spans: readonly Growing[];
  readonly #present: Growing[] = [];
  #quietUntil = -Infinity;
  #idle = false;
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
    this.#spans = sources.map(blank);
  }

  /** Something has happened: what was quiet need not be so any more. */
  disturb(): void {
    this.#idle = false;
    this.#quietUntil = -Infinity;
  }

  /** Is there nothing at all that a price could change? */
  get isIdle(): boolean {
    if (!this.#idle && this.#workOf() === 'none') this.#idle = true;
    return this.#idle;
  }

  /**
   * Can no price of these bars before `closesAt` change anything? `bars` and `spreads` (in price) are
   * those of each source at this moment, undefined where one has no bar.
   */
  holds(bars: readonly (Bar | undefined)[], spreads: Float64Array, closesAt: UtcMs): boolean {
    if (this.#idle) return true;
    const until = (closesAt - 1) as UtcMs;
    if (until <= this.#quietUntil && this.#isKnown(bars, spreads)) return true;
    const work = this.#workOf();
    if (work === 'none') this.#idle = true;
    if (work !== 'alone') return this.#idle;
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
      this.#broker.isQuiet(this.#present, until) && this.#core.quiet.until(until, this.#present);
    if (isQuiet) this.#quietUntil = until;
    return isQuiet;
  }

  #widen(index: number, bar: Bar | undefined, spread: Price, reach: number): void {
    const known = this.#known[index] as Known;
    if (!bar) {
      known.low = NaN; // it stands still until its next bar, and that one is looked at anew
      return;
    }
    const { symbol, point } = (this.#sources[index] as BarSource).instrument;
    const low = Math.min(bar.low, bar.open, bar.close);
    const high = Math.max(bar.high, bar.open, bar.close);
    const beyond = reach * (high - low + point);
    const factor = reach > 0 ? SPREAD_FACTOR : 1;
    known.low = Math.max(point, low - beyond);
    known.high = high + beyond;
    known.leastSpread = spread / factor;
    known.mostSpread = spread * factor;
    const span = this.#spans[index] as Growing;
    span.symbol = symbol;
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

function blank(): Growing {
  return { symbol: '' as SymbolName, lowBid: 0, lowAsk: 0, highBid: 0, highAsk: 0 };
}
