import type { Bar } from '../market/bar.ts';
import { BarSeries } from '../market/bar-series.ts';
import type { SymbolName } from '../market/units.ts';

/** Base bars kept per symbol: ten weeks of M1 at least, for agents that start later. */
const BARS_KEPT = 90_000;
const BARS_HELD_MAX = 150_000;

/** The base bars that a feed has delivered, for agents that begin with history. */
export class BarStore {
  readonly #series = new Map<SymbolName, BarSeries>();

  add(symbol: SymbolName, bar: Bar): void {
    let series = this.#series.get(symbol);
    if (!series) {
      series = new BarSeries();
      this.#series.set(symbol, series);
    }
    if (series.length >= BARS_HELD_MAX) {
      series = series.tail(BARS_KEPT);
      this.#series.set(symbol, series);
    }
    series.push(bar);
  }

  of(symbol: SymbolName): BarSeries | undefined {
    return this.#series.get(symbol);
  }

  /** Opening time of the newest bar of each symbol. */
  newest(): ReadonlyMap<SymbolName, number> {
    return new Map(
      [...this.#series].map(([symbol, series]) => [symbol, series.time[series.length - 1] ?? 0]),
    );
  }

  /** Forget bars after those that {@link newest} named: of a future that was only looked at. */
  cutAfter(newest: ReadonlyMap<SymbolName, number>): void {
    for (const [symbol, series] of this.#series) {
      const end = series.indexAtOrAfter((newest.get(symbol) ?? -Infinity) + 1);
      this.#series.set(symbol, series.slice(0, end));
    }
  }
}
