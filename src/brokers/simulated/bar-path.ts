import type { Bar } from '../../market/bar.ts';
import type { Instrument } from '../../market/instrument.ts';
import { blankSpan, type GrowingSpan, type PriceSpan } from '../../market/price-span.ts';
import type { Quote } from '../../market/quote.ts';
import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import { PriceGrid } from './price-grid.ts';

/** Which extreme of a bar comes first on its declared path. */
export type PathOrder = 'low-first' | 'high-first';

/** The four prices of a bar's path: its open, its extremes in the declared order, its close. */
export type PathQuotes = readonly [Quote, Quote, Quote, Quote];

interface MutableQuote {
  readonly symbol: SymbolName;
  time: UtcMs;
  bid: Price;
  ask: Price;
}

/**
 * Lays bid bars of an instrument out as four quotes: the open at the bar's start, the extremes at a third
 * and two thirds of its length, the close in its last millisecond. A bar does not tell in which order
 * its extremes came: that order is an assumption, and it is the caller's to choose it pessimistically.
 */
export class BarPath {
  readonly #grid: PriceGrid;
  readonly #quotes: readonly [MutableQuote, MutableQuote, MutableQuote, MutableQuote];
  readonly #span: GrowingSpan;

  constructor(instrument: Instrument) {
    const { symbol } = instrument;
    this.#grid = new PriceGrid(instrument);
    this.#quotes = [blank(symbol), blank(symbol), blank(symbol), blank(symbol)];
    this.#span = blankSpan(symbol);
  }

  /** The quotes belong to this object and are overwritten by the next call. */
  lay(bar: Bar, spreadPrice: Price, lengthMs: number, order: PathOrder): PathQuotes {
    const [open, first, second] = this.#quotes;
    const third = Math.floor(lengthMs / 3);
    const lowFirst = order === 'low-first';
    this.#set(open, bar.time, bar.open, spreadPrice);
    this.#set(first, bar.time + third, lowFirst ? bar.low : bar.high, spreadPrice);
    this.#set(second, bar.time + 2 * third, lowFirst ? bar.high : bar.low, spreadPrice);
    this.close(bar, spreadPrice, lengthMs);
    return this.#quotes;
  }

  /** The last of these alone, at a bar's close; overwritten by the next call as well. */
  close(bar: Bar, spreadPrice: Price, lengthMs: number): Quote {
    const [, , , close] = this.#quotes;
    this.#set(close, bar.time + lengthMs - 1, bar.close, spreadPrice);
    return close;
  }

  /** From the lowest of these to the highest; overwritten by the next call as well. */
  span(bar: Bar, spreadPrice: Price): PriceSpan {
    const span = this.#span;
    // Also of a bar whose open or close lies outside of its extremes.
    span.lowBid = Math.min(bar.low, bar.open, bar.close);
    span.highBid = Math.max(bar.high, bar.open, bar.close);
    span.lowAsk = this.#grid.round(span.lowBid + spreadPrice);
    span.highAsk = this.#grid.round(span.highBid + spreadPrice);
    return span;
  }

  #set(quote: MutableQuote, time: number, bid: Price, spreadPrice: Price): void {
    quote.time = time as UtcMs;
    quote.bid = bid;
    quote.ask = this.#grid.round(bid + spreadPrice);
  }
}

function blank(symbol: SymbolName): MutableQuote {
  return { symbol, time: NaN as UtcMs, bid: NaN, ask: NaN };
}
