import { BarPath, type PathQuotes } from '../../brokers/simulated/bar-path.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { Instrument } from '../../market/instrument.ts';
import { timeframeMs } from '../../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import type { BarStore } from '../bar-store.ts';
import type { FeedStep, MarketFeed } from './market-feed.ts';
import type { SymbolHistory } from '../symbol-history.ts';

const PRICES_PER_BAR = 4;

/**
 * Real bars from a file as a feed: each bar becomes four prices on its declared path (open, low, high,
 * close), at the instrument's typical spread, and is then closed.
 */
export class ReplayFeed implements MarketFeed {
  readonly #instrument: Instrument;
  readonly #bars: BarSeries;
  readonly #lengthMs: number;
  readonly #path: BarPath;
  readonly #store: BarStore;
  #bar = 0;
  #price = 0;
  #laid: PathQuotes | undefined;
  /** A bar has been walked through and not yet been closed. */
  #ended = false;

  constructor(instrument: Instrument, bars: BarSeries, store: BarStore) {
    this.#instrument = instrument;
    this.#path = new BarPath(instrument);
    this.#bars = bars;
    this.#store = store;
    this.#lengthMs = timeframeMs(store.settings.base);
  }

  /** Pass over everything before `time`, as history. */
  skipTo(time: UtcMs): void {
    while (this.#bar < this.#bars.length) {
      const bar = this.#bars.at(this.#bar);
      if (bar.time + this.#lengthMs > time) return;
      this.#store.add(this.#instrument.symbol, bar);
      this.#bar += 1;
    }
  }

  get nextTime(): UtcMs | undefined {
    if (this.#ended) return (this.#timeOf(this.#bar - 1) + this.#lengthMs) as UtcMs;
    if (this.#bar >= this.#bars.length) return undefined;
    const laid = this.#laid ?? this.#lay();
    return laid[this.#price as 0 | 1 | 2 | 3].time;
  }

  step(): FeedStep {
    const time = this.nextTime;
    if (time === undefined) throw new Error('the replayed file has ended');
    const { symbol } = this.#instrument;
    if (this.#ended) {
      this.#ended = false;
      const bar = this.#bars.at(this.#bar - 1);
      this.#store.add(symbol, bar);
      return { time, closed: [{ time, bars: [{ symbol, bar }] }], quotes: [] };
    }
    const laid = this.#laid ?? this.#lay();
    const quote = { ...laid[this.#price as 0 | 1 | 2 | 3] };
    this.#price += 1;
    if (this.#price === PRICES_PER_BAR) {
      this.#price = 0;
      this.#laid = undefined;
      this.#bar += 1;
      this.#ended = true;
    }
    return { time, closed: [], quotes: [quote] };
  }

  deliver(symbol: SymbolName): boolean {
    return symbol === this.#instrument.symbol;
  }

  history(symbol: SymbolName): SymbolHistory | undefined {
    return this.#store.of(symbol);
  }

  #timeOf(index: number): number {
    return this.#bars.time[index] as number;
  }

  #lay(): PathQuotes {
    const { typicalSpread, point } = this.#instrument;
    const bar = this.#bars.at(this.#bar);
    const spread = typicalSpread * point;
    this.#laid = this.#path.lay(bar, spread, this.#lengthMs, 'low-first');
    return this.#laid;
  }
}
