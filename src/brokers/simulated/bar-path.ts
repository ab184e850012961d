import type { Bar } from '../../market/bar.ts';
import type { Instrument } from '../../market/instrument.ts';
import { blankSpan, type PriceSpan } from '../../market/price-span.ts';
import type { Quote } from '../../market/quote.ts';
import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import { PriceGrid } from './price-grid.ts';

/** Which extreme of a bar comes first on its declared path. */
export type PathOrder = 'low-first' | 'high-first';

/** The four prices of a bar's path: its open, its extremes in the declared order, its close. */
export type PathQuotes = readonly [Quote, Quote, Quote, Quote];

interface MutableQuote {
  symbol: SymbolName;
  time: UtcMs;
  bid: Price;
  ask: Price;
}

/**
 * Lays a bid bar out as four quotes: the open at the bar's start, the extremes at a third and two
 * thirds of its length, the close in its last millisecond. A bar does not tell in which order its
 * extremes came: that order is an assumption, and it is the caller's to choose it pessimistically.
 */
export class BarPath {
  readonly #quotes = [blank(), blank(), blank(), blank()] as const;
  readonly #span = blankSpan();
  readonly #grids = new Map<SymbolName, PriceGrid>();

  /** The quotes belong to this object and are overwritten by the next call. */
  lay(
    instrument: Instrument,
    bar: Bar,
    spreadPrice: Price,
    lengthMs: number,
    order: PathOrder,
  ): PathQuotes {
    const [open, first, second, close] = this.#quotes;
    const grid = this.#gridOf(instrument);
    const { symbol } = instrument;
    const third = Math.floor(lengthMs / 3);
    const lowFirst = order === 'low-first';
    set(open, grid, symbol, bar.time, bar.open, spreadPrice);
    set(first, grid, symbol, bar.time + third, lowFirst ? bar.low : bar.high, spreadPrice);
    set(second, grid, symbol, bar.time + 2 * third, lowFirst ? bar.high : bar.low, spreadPrice);
    set(close, grid, symbol, bar.time + lengthMs - 1, bar.close, spreadPrice);
    return this.#quotes;
  }

  /** The last of these alone, at a bar's close; overwritten by the next call as well. */
  close(instrument: Instrument, bar: Bar, spreadPrice: Price, lengthMs: number): Quote {
    const [, , , close] = this.#quotes;
    const grid = this.#gridOf(instrument);
    set(close, grid, instrument.symbol, bar.time + lengthMs - 1, bar.close, spreadPrice);
    return close;
  }

  /** From the lowest of these to the highest; overwritten by the next call as well. */
  span(instrument: Instrument, bar: Bar, spreadPrice: Price): PriceSpan {
    const grid = this.#gridOf(instrument);
    const span = this.#span;
    // Also of a bar whose open or close lies outside of its extremes.
    span.symbol = instrument.symbol;
    span.lowBid = Math.min(bar.low, bar.open, bar.close);
    span.highBid = Math.max(bar.high, bar.open, bar.close);
    span.lowAsk = grid.round(span.lowBid + spreadPrice);
    span.highAsk = grid.round(span.highBid + spreadPrice);
    return span;
  }

  #gridOf(instrument: Instrument): PriceGrid {
    let grid = this.#grids.get(instrument.symbol);
    if (!grid) {
      grid = new PriceGrid(instrument);
      this.#grids.set(instrument.symbol, grid);
    }
    return grid;
  }
}

function blank(): MutableQuote {
  return { symbol: '' as SymbolName, time: 0 as UtcMs, bid: 0, ask: 0 };
}

function set(
  quote: MutableQuote,
  grid: PriceGrid,
  symbol: SymbolName,
  time: number,
  bid: Price,
  spreadPrice: Price,
): void {
  quote.symbol = symbol;
  quote.time = time as UtcMs;
  quote.bid = bid;
  quote.ask = grid.round(bid + spreadPrice);
}
