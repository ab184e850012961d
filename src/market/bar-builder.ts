import type { Bar } from './bar.ts';
import type { ClockRule } from './clock-rule.ts';
import { FormingBar, type FormingBarSnapshot } from './forming-bar.ts';
import type { Quote } from './quote.ts';
import { timeframeMs, type Timeframe } from './timeframe.ts';
import type { Price, UtcMs } from './units.ts';

/** State of a builder as plain JSON. */
export interface BarBuilderSnapshot {
  /** Time of the last bar pushed, or end of the last bar closed by quotes; null before any. */
  readonly last: number | null;
  readonly forming: FormingBarSnapshot | null;
}

const NOTHING_CLOSED: readonly Bar[] = [];

/**
 * Builds the bars of a timeframe from closed bars of a finer (or the same) one, on the broker's wall
 * clock. A bar closes with the base bar that ends at its end, or, where that one is missing, with
 * the first base bar after it. Missing base bars are fine: gaps stay gaps.
 */
export class BarBuilder {
  readonly #sameTimeframe: boolean;
  readonly #baseMs: number;
  readonly #forming: FormingBar;
  readonly #closed: Bar[] = [];
  #last = -Infinity;

  constructor(base: Timeframe, target: Timeframe, clock: ClockRule) {
    if (timeframeMs(base) > timeframeMs(target)) {
      throw new RangeError(`${target} bars cannot be built from ${base} bars`);
    }
    this.#sameTimeframe = base === target;
    this.#baseMs = timeframeMs(base);
    this.#forming = new FormingBar(target, clock);
  }

  /**
   * The bars that `bar` closes, in order of time: none, one, or two (one that was waiting for its
   * last base bar, and one that `bar` completes at once). The array is reused by the next call.
   * Bars must come in order of time; anything else is a bug of the caller and a RangeError.
   */
  push(bar: Bar): readonly Bar[] {
    const { time } = bar;
    if (!(time > this.#last)) {
      throw new RangeError(`a bar of ${time} was pushed after one of ${this.#last}`);
    }
    this.#last = time;
    const closed = this.#closed;
    if (this.#sameTimeframe) {
      closed[0] = bar; // emptied and filled, an array would take new room at every bar
      return closed;
    }
    if (closed.length > 0) closed.length = 0;
    const forming = this.#forming;
    if (forming.begun && time >= forming.end) closed.push(forming.finish());
    if (forming.begun) forming.extend(bar.high, bar.low, bar.close);
    else forming.begin(time, bar.open, bar.high, bar.low, bar.close);
    forming.count(bar.volume, bar.spread);
    if (time + this.#baseMs >= forming.end) closed.push(forming.finish());
    return closed.length === 0 ? NOTHING_CLOSED : closed;
  }

  /**
   * The bar that ends because the clock has reached `now` and every base bar up to then was pushed;
   * undefined when none does. For a quiet market and for the weekend.
   */
  closeUntil(now: UtcMs): Bar | undefined {
    const forming = this.#forming;
    return forming.begun && now >= forming.end ? forming.finish() : undefined;
  }

  snapshot(): BarBuilderSnapshot {
    return {
      last: this.#last === -Infinity ? null : this.#last,
      forming: this.#forming.snapshot(),
    };
  }

  restore(snapshot: BarBuilderSnapshot): void {
    this.#last = snapshot.last ?? -Infinity;
    this.#forming.restore(snapshot.forming);
  }
}

/**
 * Builds base bars from quotes: prices are bids, volume counts the quotes, spread is the widest of
 * the bar in points (to a tenth), so that a cost is never understated; a crossed quote counts as no
 * spread. A bar closes with the first quote of a later one, or when the clock says so.
 */
export class QuoteBarBuilder {
  readonly #point: Price;
  readonly #forming: FormingBar;
  #closedUntil = -Infinity;

  constructor(timeframe: Timeframe, clock: ClockRule, point: Price) {
    this.#point = point;
    this.#forming = new FormingBar(timeframe, clock);
  }

  /** As {@link pushQuote}, for a quote in hand. */
  push(quote: Quote): Bar | undefined {
    return this.pushQuote(quote.time, quote.bid, quote.ask);
  }

  /**
   * The bar that this quote closes, or undefined. A quote of a bar that has closed already is left
   * out: a closed bar is never changed.
   */
  pushQuote(time: number, bid: Price, ask: Price): Bar | undefined {
    const forming = this.#forming;
    if (time < this.#closedUntil || (forming.begun && time < forming.start)) return undefined;
    const closed = this.closeUntil(time as UtcMs);
    if (forming.begun) forming.extend(bid, bid, bid);
    else forming.begin(time, bid, bid, bid, bid);
    forming.count(1, ask - bid);
    return closed;
  }

  /** The bar that ends because the clock has reached `now`, or undefined. */
  closeUntil(now: UtcMs): Bar | undefined {
    const forming = this.#forming;
    if (!forming.begun || now < forming.end) return undefined;
    this.#closedUntil = forming.end;
    return forming.finish(Math.round((forming.spread / this.#point) * 10) / 10);
  }

  snapshot(): BarBuilderSnapshot {
    return {
      last: this.#closedUntil === -Infinity ? null : this.#closedUntil,
      forming: this.#forming.snapshot(),
    };
  }

  restore(snapshot: BarBuilderSnapshot): void {
    this.#closedUntil = snapshot.last ?? -Infinity;
    this.#forming.restore(snapshot.forming);
  }
}
