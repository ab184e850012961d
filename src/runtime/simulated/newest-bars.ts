import type { Bar } from '../../market/bar.ts';
import { BarSeries } from '../../market/bar-series.ts';

/** Bars that come before the oldest are forgotten, as a part of those that are kept: rarely, and little waits for it. */
const SLACK = 1 / 8;

/**
 * The newest bars of a stream in columns: `kept` of them at least, an eighth more at most. They stay
 * where they are: making columns anew left a first life's threads with three times what they held.
 */
export class NewestBars {
  readonly #kept: number;
  readonly #most: number;
  /** Changed in place: not to be held on to across a push. */
  readonly series: BarSeries;

  constructor(kept: number) {
    this.#kept = kept;
    this.#most = Math.ceil(kept * (1 + SLACK));
    this.series = new BarSeries(undefined, this.#most);
  }

  push(bar: Bar): void {
    if (this.series.length >= this.#most) this.series.keepNewest(this.#kept);
    this.series.push(bar);
  }

  /** Forget bars that open after `time`. */
  cutAfter(time: number): void {
    this.series.length = this.series.indexAtOrAfter(time + 1);
  }
}
