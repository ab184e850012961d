import type { Bar } from '../market/bar.ts';
import { BarBuilder, type BarBuilderSnapshot } from '../market/bar-builder.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { NewestBars } from './simulated/newest-bars.ts';

interface Line {
  readonly builder: BarBuilder;
  readonly bars: NewestBars;
}

/** Where a history stood: newest bar and unfinished bar of each timeframe. */
export type HistoryMark = ReadonlyMap<
  Timeframe,
  { readonly newest: number; readonly forming: BarBuilderSnapshot }
>;

/** The newest closed bars of one symbol in several timeframes, built from its base bars. */
export class SymbolHistory {
  readonly #lines: ReadonlyMap<Timeframe, Line>;

  /** `kept` says how many closed bars of a timeframe are kept. */
  constructor(
    base: Timeframe,
    timeframes: readonly Timeframe[],
    clock: ClockRule,
    kept: (timeframe: Timeframe) => number,
  ) {
    this.#lines = new Map(
      [...new Set([base, ...timeframes])].map((timeframe) => [
        timeframe,
        { builder: new BarBuilder(base, timeframe, clock), bars: new NewestBars(kept(timeframe)) },
      ]),
    );
  }

  add(base: Bar): void {
    for (const line of this.#lines.values()) {
      for (const bar of line.builder.push(base)) line.bars.push(bar);
    }
  }

  /** Closed bars of a timeframe, oldest first; undefined for one that is not built. */
  bars(timeframe: Timeframe): BarSeries | undefined {
    return this.#lines.get(timeframe)?.bars.series;
  }

  mark(): HistoryMark {
    return new Map(
      [...this.#lines].map(([timeframe, { builder, bars }]) => {
        const { time, length } = bars.series;
        return [timeframe, { newest: time[length - 1] ?? -Infinity, forming: builder.snapshot() }];
      }),
    );
  }

  /** Go back to a mark: what came after it was only looked at. */
  returnTo(mark: HistoryMark): void {
    for (const [timeframe, line] of this.#lines) {
      const then = mark.get(timeframe);
      if (!then) continue;
      line.bars.cutAfter(then.newest);
      line.builder.restore(then.forming);
    }
  }
}
