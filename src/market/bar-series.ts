import type { Bar } from './bar.ts';
import type { Points, UtcMs } from './units.ts';

const FIRST_CAPACITY = 64;

/** The columns of a series as plain data. */
export type BarColumns = Pick<
  BarSeries,
  'time' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'spread' | 'length'
>;

/** Bars in columns, in order of time; grows by doubling. 48 bytes a bar. */
export class BarSeries {
  readonly #most: number;
  time: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float32Array;
  spread: Float32Array;
  length = 0;

  /** Room for `capacity` bars at first; one more than `most` is a RangeError. */
  constructor(capacity = FIRST_CAPACITY, most = Infinity) {
    this.#most = most;
    const room = Math.min(capacity, most);
    this.time = new Float64Array(room);
    this.open = new Float64Array(room);
    this.high = new Float64Array(room);
    this.low = new Float64Array(room);
    this.close = new Float64Array(room);
    this.volume = new Float32Array(room);
    this.spread = new Float32Array(room);
  }

  static of(bars: Iterable<Bar>): BarSeries {
    const series = new BarSeries();
    for (const bar of bars) series.push(bar);
    return series;
  }

  /** A series over columns that a message or a file has brought; they are not copied. */
  static fromColumns(columns: BarColumns): BarSeries {
    const series = new BarSeries(0);
    Object.assign(series, columns);
    return series;
  }

  push(bar: Bar): void {
    this.pushValues(bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.spread);
  }

  /** As {@link push}, without an object a bar: for readers of large files. */
  pushValues(
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    spread: number,
  ): void {
    const at = this.length;
    if (at === this.time.length) this.#grow();
    this.time[at] = time;
    this.open[at] = open;
    this.high[at] = high;
    this.low[at] = low;
    this.close[at] = close;
    this.volume[at] = volume;
    this.spread[at] = spread;
    this.length = at + 1;
  }

  /** The bar at `index`; a RangeError outside 0..length-1. */
  at(index: number): Bar {
    if (!(index >= 0 && index < this.length)) {
      throw new RangeError(`bar ${index} asked of a series of ${this.length}`);
    }
    return {
      time: this.time[index] as UtcMs,
      open: this.open[index] as number,
      high: this.high[index] as number,
      low: this.low[index] as number,
      close: this.close[index] as number,
      volume: this.volume[index] as number,
      spread: this.spread[index] as Points,
    };
  }

  /** Forget all but the newest `count` bars, in place. */
  keepNewest(count: number): void {
    const from = Math.max(0, this.length - count);
    if (from === 0) return;
    this.time.copyWithin(0, from, this.length);
    this.open.copyWithin(0, from, this.length);
    this.high.copyWithin(0, from, this.length);
    this.low.copyWithin(0, from, this.length);
    this.close.copyWithin(0, from, this.length);
    this.volume.copyWithin(0, from, this.length);
    this.spread.copyWithin(0, from, this.length);
    this.length = count;
  }

  /** A new series of the newest `count` bars. */
  tail(count: number): BarSeries {
    const from = Math.max(0, this.length - count);
    return this.slice(from, this.length);
  }

  /** A new series of the bars `from` (inclusive) to `to` (exclusive). */
  slice(from: number, to: number): BarSeries {
    const part = new BarSeries(Math.max(1, to - from));
    part.time.set(this.time.subarray(from, to));
    part.open.set(this.open.subarray(from, to));
    part.high.set(this.high.subarray(from, to));
    part.low.set(this.low.subarray(from, to));
    part.close.set(this.close.subarray(from, to));
    part.volume.set(this.volume.subarray(from, to));
    part.spread.set(this.spread.subarray(from, to));
    part.length = to - from;
    return part;
  }

  /** Index of the first bar that opens at or after `time`; `length` when none does. */
  indexAtOrAfter(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.time[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  *[Symbol.iterator](): IterableIterator<Bar> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }

  #grow(): void {
    const doubled = Math.max(FIRST_CAPACITY, this.time.length * 2);
    const capacity = Math.min(doubled, this.#most);
    if (this.length >= capacity) throw new RangeError(`a series of at most ${this.#most} is full`);
    this.time = grown(this.time, new Float64Array(capacity));
    this.open = grown(this.open, new Float64Array(capacity));
    this.high = grown(this.high, new Float64Array(capacity));
    this.low = grown(this.low, new Float64Array(capacity));
    this.close = grown(this.close, new Float64Array(capacity));
    this.volume = grown(this.volume, new Float32Array(capacity));
    this.spread = grown(this.spread, new Float32Array(capacity));
  }
}

function grown<Column extends Float64Array | Float32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
