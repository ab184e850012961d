import type { BarSource } from '../../src/backtest/bar-source.ts';
import { profitOf } from '../../src/market/profit.ts';
import type { Quote, Side } from '../../src/market/quote.ts';
import type { Currency, Lots, Price, SymbolName, UtcMs } from '../../src/market/units.ts';

interface Held {
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly lots: Lots;
}

/**
 * Turns prices into the account's money. A trade's own price converts it where its own symbol does
 * (USDJPY for yen), else the last price of the data: what is converted are costs and small shifts.
 */
export class TradeValuer {
  readonly #sources: ReadonlyMap<SymbolName, BarSource>;
  readonly #quotes: ReadonlyMap<SymbolName, Quote>;
  readonly #currency: Currency;

  constructor(sources: readonly BarSource[], currency: Currency) {
    this.#sources = new Map(sources.map((source) => [source.instrument.symbol, source]));
    this.#currency = currency;
    const symbols = [...this.#sources.keys()];
    this.#quotes = new Map(
      symbols.map((symbol) => [symbol, this.#quoteAt(symbol, this.lastBid(symbol))]),
    );
  }

  lastBid(symbol: SymbolName): Price {
    const { bars } = this.#source(symbol);
    return bars.at(bars.length - 1).close;
  }

  /** Close of the last bar that opened at or before `time`. */
  bidAtMinuteOf(symbol: SymbolName, time: UtcMs): Price {
    const { bars } = this.#source(symbol);
    return bars.at(bars.indexAtOrAfter(time + 1) - 1).close;
  }

  /** What crossing the spread once cost: half of it on the way in, half on the way out. */
  spreadCost({ symbol, lots }: Held, bid: Price): number {
    return this.#profit({ symbol, side: 'buy', lots }, bid, this.#quoteAt(symbol, bid).ask, bid);
  }

  /** What the middle price brought from the fill at `openPrice` to the moment of `bid`. */
  middleGain(held: Held, openPrice: Price, bid: Price): number {
    const { ask } = this.#quoteAt(held.symbol, bid);
    const close = held.side === 'buy' ? bid : ask;
    return this.#profit(held, openPrice, close, bid) + this.spreadCost(held, bid);
  }

  #profit({ symbol, side, lots }: Held, open: Price, close: Price, bid: Price): number {
    const { instrument } = this.#source(symbol);
    const quotes = new Map(this.#quotes).set(symbol, this.#quoteAt(symbol, bid));
    const profit = profitOf(instrument, side, lots, open, close, this.#currency, quotes);
    if (profit === undefined) throw new Error(`nothing converts a gain in ${symbol}`);
    return profit;
  }

  /** As a backtest sees it: the instrument's typical spread at all hours. */
  #quoteAt(symbol: SymbolName, bid: Price): Quote {
    const { instrument } = this.#source(symbol);
    const ask = bid + instrument.typicalSpread * instrument.point;
    return { symbol, time: 0 as UtcMs, bid, ask };
  }

  #source(symbol: SymbolName): BarSource {
    const source = this.#sources.get(symbol);
    if (!source) throw new Error(`no bars of ${symbol}`);
    return source;
  }
}
