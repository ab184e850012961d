import type { Quote } from '../market/quote.ts';
import type { Price, UtcMs } from '../market/units.ts';
import type { BarSource, TickColumns } from './bar-source.ts';

/** Plays the ticks of sources in order of time, none of them twice. */
export class TickPlayer {
  readonly #sources: readonly BarSource[];
  readonly #spreadFactor: number;
  /** The next tick of each source. */
  readonly #at: Int32Array;

  /** `spreadFactor` widens the distance from bid to ask. */
  constructor(sources: readonly BarSource[], spreadFactor: number) {
    this.#sources = sources;
    this.#spreadFactor = spreadFactor;
    // Before the first bar nothing has been decided.
    this.#at = Int32Array.from(sources, ({ ticks, bars }) => {
      return ticks ? firstFrom(ticks, bars.time[0] ?? Infinity, 0) : 0;
    });
  }

  /** Has this source a tick before `until` that was not played? */
  hasTicks(index: number, until: UtcMs): boolean {
    const { ticks } = this.#sources[index] as BarSource;
    const at = this.#at[index] as number;
    return ticks !== undefined && at < ticks.length && (ticks.time[at] as number) < until;
  }

  /** The last tick before `until` alone; those before it are passed over. */
  last(index: number, until: UtcMs): Quote {
    const { ticks } = this.#sources[index] as BarSource;
    const next = ticks ? firstFrom(ticks, until, this.#at[index] as number) : 0;
    this.#at[index] = next;
    return this.#quoteAt(index, next - 1);
  }

  next(index: number): Quote {
    const at = this.#at[index] as number;
    this.#at[index] = at + 1;
    return this.#quoteAt(index, at);
  }

  /** When the next tick of this source comes. */
  timeOfNext(index: number): number {
    const { ticks } = this.#sources[index] as BarSource;
    const at = this.#at[index] as number;
    return ticks && at < ticks.length ? (ticks.time[at] as number) : Infinity;
  }

  #quoteAt(index: number, at: number): Quote {
    const { ticks, instrument } = this.#sources[index] as BarSource;
    if (!ticks) throw new RangeError(`${instrument.symbol} has no ticks`);
    const bid = ticks.bid[at] as Price;
    const ask = ticks.ask[at] as Price;
    const wide = bid + (ask - bid) * this.#spreadFactor;
    return {
      symbol: instrument.symbol,
      time: ticks.time[at] as UtcMs,
      bid,
      ask: this.#spreadFactor === 1 ? ask : Number(wide.toFixed(instrument.digits)),
    };
  }
}

/** Index of the first tick, from `at` on, that does not come before `time`. */
function firstFrom({ time: times, length }: TickColumns, time: number, at: number): number {
  let index = at;
  while (index < length && (times[index] as number) < time) index += 1;
  return index;
}
