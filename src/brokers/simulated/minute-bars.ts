import { QuoteBarBuilder, type BarBuilderSnapshot } from '../../market/bar-builder.ts';
import type { Bar } from '../../market/bar.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Quote } from '../../market/quote.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';

/** A closed M1 bar of one symbol. */
export interface MinuteBar {
  readonly symbol: SymbolName;
  readonly bar: Bar;
}

/** State of the builders, in the order of the symbols. */
export type MinuteBarsState = readonly BarBuilderSnapshot[];

/**
 * M1 bid bars of several symbols from quotes that come in step. Minutes are the same on every clock,
 * so the bars need no broker's time.
 */
export class MinuteBars {
  readonly #builders: ReadonlyArray<readonly [SymbolName, QuoteBarBuilder]>;
  readonly #bySymbol: ReadonlyMap<SymbolName, QuoteBarBuilder>;
  readonly #closed: MinuteBar[] = [];

  constructor(instruments: readonly Instrument[]) {
    const utc = clockRule('utc');
    this.#builders = instruments.map(
      ({ symbol, point }) => [symbol, new QuoteBarBuilder('M1', utc, point)] as const,
    );
    this.#bySymbol = new Map(this.#builders);
  }

  /**
   * The bars that have ended by `time`, in the order of the symbols. To be called before the quotes of
   * that instant are pushed; the array is reused by the next call.
   */
  closeUntil(time: UtcMs): readonly MinuteBar[] {
    this.#closed.length = 0;
    for (const [symbol, builder] of this.#builders) {
      const bar = builder.closeUntil(time);
      if (bar) this.#closed.push({ symbol, bar });
    }
    return this.#closed;
  }

  push(quote: Quote): void {
    this.#bySymbol.get(quote.symbol)?.push(quote);
  }

  snapshot(): MinuteBarsState {
    return this.#builders.map(([, builder]) => builder.snapshot());
  }

  restore(state: MinuteBarsState): void {
    for (const [index, [, builder]] of this.#builders.entries()) {
      const one = state[index];
      if (one) builder.restore(one);
    }
  }
}
