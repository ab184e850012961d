import type { BarSeries } from '../market/bar-series.ts';
import type { Instrument } from '../market/instrument.ts';
import type { UtcMs } from '../market/units.ts';

/** Quotes in columns, in the order in which they came. */
export interface TickColumns {
  readonly time: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly length: number;
}

/** One symbol's base bars for a backtest. */
export interface BarSource {
  readonly instrument: Instrument;
  readonly bars: BarSeries;
  /** What orders are filled on, in bars that have any; decisions are made on the bars. */
  readonly ticks?: TickColumns;
}

/**
 * Walks several series together in order of time: each step is one moment and the bars that open at
 * it, in the declared order of sources.
 */
export class BarWalk {
  readonly #sources: readonly BarSource[];
  readonly #at: Int32Array;
  /** Index of the bar each source has at the present moment, or -1. */
  readonly now: Int32Array;
  time = -Infinity as UtcMs;

  constructor(sources: readonly BarSource[]) {
    this.#sources = sources;
    this.#at = new Int32Array(sources.length);
    this.now = new Int32Array(sources.length).fill(-1);
  }

  /** Go to the next moment; false when there is none. */
  step(): boolean {
    const sources = this.#sources;
    let next = Infinity;
    for (let index = 0; index < sources.length; index += 1) {
      const { bars } = sources[index] as BarSource;
      const at = this.#at[index] as number;
      if (at < bars.length) next = Math.min(next, bars.time[at] as number);
    }
    if (next === Infinity) return false;
    for (let index = 0; index < sources.length; index += 1) {
      const { bars } = sources[index] as BarSource;
      const at = this.#at[index] as number;
      const isHere = at < bars.length && bars.time[at] === next;
      this.now[index] = isHere ? at : -1;
      if (isHere) this.#at[index] = at + 1;
    }
    this.time = next as UtcMs;
    return true;
  }
}
