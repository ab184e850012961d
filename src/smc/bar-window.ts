import type { Bar } from '../market/bar.ts';

/** The last bars in rings of typed arrays: bar `i` stands at `i & mask`. */
export class BarWindow {
  readonly mask: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Bars pushed so far; the newest has index `count - 1`. */
  count = 0;

  /** Holds at least the last `bars` bars. */
  constructor(bars: number) {
    const capacity = powerOfTwoFrom(bars);
    this.mask = capacity - 1;
    this.time = new Float64Array(capacity);
    this.open = new Float64Array(capacity);
    this.high = new Float64Array(capacity);
    this.low = new Float64Array(capacity);
    this.close = new Float64Array(capacity);
  }

  push(bar: Bar): void {
    const at = this.count & this.mask;
    this.time[at] = bar.time;
    this.open[at] = bar.open;
    this.high[at] = bar.high;
    this.low[at] = bar.low;
    this.close[at] = bar.close;
    this.count += 1;
  }

  snapshot(): BarWindowState {
    return {
      count: this.count,
      time: [...this.time],
      open: [...this.open],
      high: [...this.high],
      low: [...this.low],
      close: [...this.close],
    };
  }

  restore(state: BarWindowState): void {
    this.count = state.count;
    this.time.set(state.time);
    this.open.set(state.open);
    this.high.set(state.high);
    this.low.set(state.low);
    this.close.set(state.close);
  }
}

export type BarWindowState = {
  readonly count: number;
  readonly time: readonly number[];
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
};

export function powerOfTwoFrom(least: number): number {
  let size = 8;
  while (size < least) size *= 2;
  return size;
}
