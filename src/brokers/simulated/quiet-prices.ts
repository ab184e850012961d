import type { PriceSpan } from '../../market/price-span.ts';
import type { Quote } from '../../market/quote.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import type { MarginWatch } from './margin-watch.ts';
import type { RequestDesk } from './request-desk.ts';
import type { Rollover } from './rollover.ts';
import type { SymbolBook } from './symbol-book.ts';

export interface QuietParts {
  readonly books: ReadonlyMap<SymbolName, SymbolBook>;
  readonly rollover: Rollover;
  readonly desk: RequestDesk;
  readonly margin: MarginWatch;
  readonly now: () => UtcMs;
}

/** Tells which prices would set nothing off in the books, for a backtest to pass over them. */
export class QuietPrices {
  readonly #parts: QuietParts;

  constructor(parts: QuietParts) {
    this.#parts = parts;
  }

  /** Would no price within `spans`, shown until then, set anything off? */
  until(until: UtcMs, spans: readonly PriceSpan[]): boolean {
    const { books, rollover, desk, margin, now } = this.#parts;
    if (rollover.isDue(until) || desk.isDue(until)) return false;
    for (const span of spans) {
      const book = books.get(span.symbol);
      if (!book?.quoted || book.inFlight > 0 || book.wouldAlarmWithin(span)) return false;
    }
    return margin.isFar(spans, now());
  }

  /**
   * The price has come to `quote` on a way that was found quiet: nothing was set off. The broker's
   * clock is not moved by it.
   */
  passTo({ symbol, time, bid, ask }: Quote): void {
    const { books, margin } = this.#parts;
    const book = books.get(symbol);
    if (!book) return;
    book.prices += 1;
    book.setPrice(bid, ask, time);
    if (book.busy) margin.follow(book);
  }
}
