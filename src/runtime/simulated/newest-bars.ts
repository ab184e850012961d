import type { Bar } from '../../market/bar.ts';
import { BarSeries } from '../../market/bar-series.ts';

/** The newest bars of a stream in columns: `kept` of them at least, half as many more at most. */
export class NewestBars {
  readonly #kept: number;
  #series: BarSeries;

  constructor(kept: number, series = new BarSeries()) {
    this.#kept = kept;
    this.#series = series;
  }

  get series(): BarSeries {
    return this.#series;
  }

  push(bar: Bar): void {
    if (this.#series.length >= this.#kept * 1.5) this.#series = this.#series.tail(this.#kept);
    this.#series.push(bar);
  }

  /** Forget bars that open after `time`. */
  cutAfter(time: number): void {
    this.#series = this.#series.slice(0, this.#series.indexAtOrAfter(time + 1));
  }
}
