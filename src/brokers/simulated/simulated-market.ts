import type { Quote } from '../../market/quote.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import { SHIPPED_MARKET, type MarketSymbols } from './market-symbols.ts';
import { WorldClock } from './session-rhythm.ts';
import { SymbolWalk, type SymbolWalkState } from './symbol-walk.ts';

/** The whole market as plain JSON. */
export interface SimulatedMarketState {
  readonly version: 1;
  readonly seed: number;
  readonly quoteEveryMs: number;
  readonly nextTime: UtcMs;
  readonly walks: readonly SymbolWalkState[];
}

/**
 * A market that exists nowhere, on a clock of its own. Every symbol walks alone: its path follows from
 * the seed, its name and the start, whatever else is listed, so a cross such as EURJPY is not tied to
 * the pairs it is made of, and arbitrage between them means nothing.
 *
 * Quotes come on a fixed grid of instants; hours in which every symbol is closed are skipped.
 */
export class SimulatedMarket {
  readonly #seed: number;
  readonly #everyMs: number;
  readonly #walks: readonly SymbolWalk[];
  readonly #clock = new WorldClock();
  readonly #quotes: Quote[] = [];
  #next: UtcMs;

  /** `quoteEveryMs` divides a minute, so that every minute begins with a quote. */
  constructor(
    seed: number,
    symbols: readonly SymbolName[],
    startUtc: UtcMs,
    quoteEveryMs = 10_000,
    known: MarketSymbols = SHIPPED_MARKET,
  ) {
    if (!(quoteEveryMs > 0 && MINUTE_MS % quoteEveryMs === 0)) {
      throw new RangeError(`quotes every ${quoteEveryMs} ms do not divide a minute`);
    }
    this.#seed = seed;
    this.#everyMs = quoteEveryMs;
    this.#walks = symbols.map((symbol) => {
      const found = known.get(symbol);
      if (!found) throw unknown(symbol, known);
      return new SymbolWalk(found.profile, found.instrument, seed, startUtc, quoteEveryMs);
    });
    this.#next = this.#onGrid(startUtc);
  }

  static restore(
    state: SimulatedMarketState,
    known: MarketSymbols = SHIPPED_MARKET,
  ): SimulatedMarket {
    const { seed, quoteEveryMs, nextTime } = state;
    const symbols = state.walks.map((walk) => walk.symbol);
    const market = new SimulatedMarket(seed, symbols, nextTime, quoteEveryMs, known);
    for (const [index, walk] of market.#walks.entries()) {
      walk.restore(state.walks[index] as SymbolWalkState);
    }
    return market;
  }

  snapshot(): SimulatedMarketState {
    const walks = this.#walks.map((walk) => walk.snapshot());
    const { version, seed } = { version: 1, seed: this.#seed } as const;
    return { version, seed, quoteEveryMs: this.#everyMs, nextTime: this.#next, walks };
  }

  /** Instant of the quotes that {@link step} will give next. */
  get nextQuoteTime(): UtcMs {
    return this.#next;
  }

  /**
   * The quotes of the next instant, in the order of the symbols, without those that are closed. The
   * array is reused by the next call; the quotes in it are not.
   */
  step(): readonly Quote[] {
    const time = this.#next;
    const newMinute = this.#clock.set(time) && time % MINUTE_MS === 0;
    const quotes = this.#quotes;
    quotes.length = 0;
    for (const walk of this.#walks) {
      if (walk.isOpen(time)) quotes.push(walk.step(time, newMinute, this.#clock));
    }
    this.#next = this.#onGrid((time + this.#everyMs) as UtcMs);
    return quotes;
  }

  /** Have one symbol's price jump before its next quote, by a hand from outside this market. */
  shock(symbol: SymbolName, factor: number): void {
    this.#walks.find((walk) => walk.symbol === symbol)?.shock(factor);
  }

  /** The first instant of the grid at or after `from` at which any symbol is open. */
  #onGrid(from: UtcMs): UtcMs {
    let time = (Math.ceil(from / this.#everyMs) * this.#everyMs) as UtcMs;
    for (;;) {
      let opening = Infinity;
      for (const walk of this.#walks) {
        if (walk.isOpen(time)) return time;
        opening = Math.min(opening, walk.opensAt(time));
      }
      if (opening === Infinity) throw new RangeError('a simulated market needs a symbol');
      time = (Math.ceil(opening / this.#everyMs) * this.#everyMs) as UtcMs;
    }
  }
}

function unknown(symbol: SymbolName, known: MarketSymbols): RangeError {
  const names = [...known.keys()].join(', ');
  return new RangeError(`the simulated market has no ${symbol}; it has ${names}`);
}
