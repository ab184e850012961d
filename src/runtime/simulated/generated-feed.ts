import type { SymbolBar } from '../../agents/core-event.ts';
import { SHIPPED_MARKET, type MarketSymbols } from '../../brokers/simulated/market-symbols.ts';
import { MinuteBars, type MinuteBarsState } from '../../brokers/simulated/minute-bars.ts';
import {
  SimulatedMarket,
  type SimulatedMarketState,
} from '../../brokers/simulated/simulated-market.ts';
import type { Quote } from '../../market/quote.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import type { BarStore } from '../bar-store.ts';
import type { FeedStep, MarketFeed } from './market-feed.ts';
import { ShocksAhead, type Shock } from './market-shocks.ts';
import type { SymbolHistory } from '../symbol-history.ts';

/** Sunday 2026-01-04 17:00 New York: where every generated market begins, whatever its seed. */
export const MARKET_BEGINS = Date.UTC(2026, 0, 4, 22) as UtcMs;

interface Part {
  readonly symbols: readonly SymbolName[];
  readonly market: SimulatedMarket;
  readonly minutes: MinuteBars;
  readonly shocks: ShocksAhead;
}

/** One part of the feed as plain JSON. */
interface PartState {
  readonly symbols: readonly SymbolName[];
  readonly market: SimulatedMarketState;
  readonly minutes: MinuteBarsState;
}

export interface FeedCheckpoint {
  /** Everything before this instant has been delivered. */
  readonly time: UtcMs;
  readonly parts: readonly PartState[];
}

/** The seeded market as a feed of quotes and the M1 bars they make. */
export class GeneratedFeed implements MarketFeed {
  readonly #seed: number;
  #parts: Part[];
  readonly #store: BarStore;
  /** All that was ever put in from outside, in order of time. */
  readonly #shocks: Shock[];
  /** Symbols that this market can have. */
  readonly #known: MarketSymbols;

  constructor(
    seed: number,
    symbols: readonly SymbolName[],
    store: BarStore,
    shocks: readonly Shock[] = [],
    known: MarketSymbols = SHIPPED_MARKET,
  ) {
    this.#seed = seed;
    this.#store = store;
    this.#shocks = [...shocks];
    this.#known = known;
    this.#parts = symbols.length > 0 ? [this.#beginning(symbols)] : [];
  }

  /** A feed that goes on from a checkpoint; `store` holds the bars up to it. */
  static resume(
    seed: number,
    checkpoint: FeedCheckpoint,
    store: BarStore,
    shocks: readonly Shock[] = [],
    known: MarketSymbols = SHIPPED_MARKET,
  ): GeneratedFeed {
    const feed = new GeneratedFeed(seed, [], store, shocks, known);
    feed.#parts = checkpoint.parts.map(({ symbols, market, minutes }) => {
      const builders = minutesOf(symbols, known);
      builders.restore(minutes);
      const ahead = new ShocksAhead(feed.#shocks, checkpoint.time);
      const restored = SimulatedMarket.restore(market, known);
      return { symbols, market: restored, minutes: builders, shocks: ahead };
    });
    return feed;
  }

  checkpoint(): FeedCheckpoint {
    return {
      time: this.nextTime ?? MARKET_BEGINS,
      parts: this.#parts.map(({ symbols, market, minutes }) => ({
        symbols,
        market: market.snapshot(),
        minutes: minutes.snapshot(),
      })),
    };
  }

  /** Have a price jump at the next instant of the market. */
  shock(shock: Shock): void {
    this.#shocks.push(shock);
  }

  get nextTime(): UtcMs | undefined {
    let next = Infinity;
    for (const { market } of this.#parts) next = Math.min(next, market.nextQuoteTime);
    return next === Infinity ? undefined : (next as UtcMs);
  }

  step(): FeedStep {
    const time = this.nextTime;
    if (time === undefined) throw new Error('a feed without symbols was asked for a step');
    const quotes: Quote[] = [];
    const closed: SymbolBar[] = [];
    for (const part of this.#parts) {
      if (part.market.nextQuoteTime === time) this.#stepPart(part, time, closed, quotes);
    }
    return { time, closed: byEnd(closed), quotes };
  }

  deliver(symbol: SymbolName): boolean {
    if (this.#parts.some(({ symbols }) => symbols.includes(symbol))) return true;
    if (!this.#known.has(symbol)) return false;
    // A symbol's path follows from the seed and its name alone: play what it has missed.
    const part = this.#beginning([symbol]);
    const until = this.nextTime ?? MARKET_BEGINS;
    while (part.market.nextQuoteTime < until) {
      this.#stepPart(part, part.market.nextQuoteTime, [], []);
    }
    this.#parts.push(part);
    return true;
  }

  history(symbol: SymbolName): SymbolHistory | undefined {
    return this.#store.of(symbol);
  }

  #beginning(symbols: readonly SymbolName[]): Part {
    return {
      symbols,
      market: new SimulatedMarket(this.#seed, symbols, MARKET_BEGINS, undefined, this.#known),
      minutes: minutesOf(symbols, this.#known),
      shocks: new ShocksAhead(this.#shocks, MARKET_BEGINS),
    };
  }

  #stepPart(part: Part, time: UtcMs, closed: SymbolBar[], quotes: Quote[]): void {
    const { market, minutes } = part;
    part.shocks.take(time, (symbol, factor) => market.shock(symbol, factor));
    for (const { symbol, bar } of minutes.closeUntil(time)) {
      this.#store.add(symbol, bar);
      closed.push({ symbol, bar });
    }
    for (const quote of market.step()) {
      minutes.push(quote);
      quotes.push(quote);
    }
  }
}

function minutesOf(symbols: readonly SymbolName[], known: MarketSymbols): MinuteBars {
  return new MinuteBars(symbols.flatMap((symbol) => known.get(symbol)?.instrument ?? []));
}

const NONE: FeedStep['closed'] = [];

/** Bars that ended at the same moment belong together: they are decided on together. */
function byEnd(bars: readonly SymbolBar[]): FeedStep['closed'] {
  if (bars.length === 0) return NONE;
  const groups = new Map<number, SymbolBar[]>();
  for (const one of bars) {
    const end = one.bar.time + MINUTE_MS;
    const group = groups.get(end);
    if (group) group.push(one);
    else groups.set(end, [one]);
  }
  return [...groups]
    .toSorted(([left], [right]) => left - right)
    .map(([time, group]) => ({ time: time as UtcMs, bars: group }));
}
