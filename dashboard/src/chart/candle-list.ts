/** A candle as the chart draws it; `time` is its opening instant in UTC milliseconds. */
export interface Candle {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** What a chart has to do after a change: nothing, touch the last candle, or draw all anew. */
export type Redraw = 'none' | 'last' | 'all';

const MAX_CANDLES = 12_000;
const KEPT_CANDLES = 10_000;

/**
 * Closed bars, and behind them the bar that is forming, drawn from quotes until the server says how
 * it closed. Forming bars start where whole timeframes after the last bar fall, so the grid is the
 * server's, whatever its clock.
 */
export class CandleList {
  readonly #timeframeMs: number;
  readonly #candles: Candle[];
  /** Candles from here on are not closed yet. */
  #closedCount: number;

  constructor(timeframeMs: number, closed: readonly Candle[]) {
    this.#timeframeMs = timeframeMs;
    this.#candles = [...closed];
    this.#closedCount = closed.length;
  }

  get candles(): readonly Candle[] {
    return this.#candles;
  }

  get last(): Candle | undefined {
    return this.#candles.at(-1);
  }

  /** Is this candle one whose bar has not closed yet? */
  isForming(candle: Candle): boolean {
    return this.#candles.indexOf(candle, this.#closedCount) >= 0;
  }

  /** A bar closed. What was drawn of it, and of anything before it, gives way. */
  close(bar: Candle): Redraw {
    const lastClosed = this.#candles[this.#closedCount - 1];
    if (lastClosed !== undefined && bar.time < lastClosed.time) return 'none';
    if (lastClosed !== undefined && bar.time === lastClosed.time) {
      this.#candles[this.#closedCount - 1] = bar;
      return this.#closedCount === this.#candles.length ? 'last' : 'all';
    }
    const forming = this.#candles.slice(this.#closedCount);
    const after = forming.filter((candle) => candle.time >= bar.time + this.#timeframeMs);
    this.#candles.length = this.#closedCount;
    this.#candles.push(bar, ...after);
    this.#closedCount += 1;
    if (this.#trim()) return 'all';
    const first = forming[0];
    const simple = forming.length === 0 || (forming.length === 1 && first?.time === bar.time);
    return simple ? 'last' : 'all';
  }

  /**
   * What the server knows of the bar that is forming, from finer bars that have closed. Quotes that
   * were drawn of it count on; candles that quotes began where no bar begins give way.
   */
  form(bar: Candle): Redraw {
    const lastClosed = this.#candles[this.#closedCount - 1];
    if (lastClosed !== undefined && bar.time <= lastClosed.time) return 'none';
    const drawn = this.#candles.slice(this.#closedCount);
    const same = drawn.find(({ time }) => time === bar.time);
    const high = Math.max(bar.high, same?.high ?? bar.high);
    const low = Math.min(bar.low, same?.low ?? bar.low);
    const formed = { ...bar, high, low, close: same?.close ?? bar.close };
    const after = drawn.filter(({ time }) => time >= bar.time + this.#timeframeMs);
    this.#candles.length = this.#closedCount;
    this.#candles.push(formed, ...after);
    const isSimple = drawn.length === 0 || (drawn.length === 1 && same !== undefined);
    return isSimple ? 'last' : 'all';
  }

  /** A price moved: the forming candle follows it. */
  quote(time: number, price: number): Redraw {
    const last = this.last;
    if (last === undefined) return 'none';
    const open = last.time + Math.floor((time - last.time) / this.#timeframeMs) * this.#timeframeMs;
    if (open < last.time) return 'none';
    if (open > last.time) {
      this.#candles.push({ time: open, open: price, high: price, low: price, close: price });
      return 'last';
    }
    // A late quote does not change a bar that the server has closed.
    if (this.#closedCount === this.#candles.length) return 'none';
    this.#candles[this.#candles.length - 1] = {
      time: last.time,
      open: last.open,
      high: Math.max(last.high, price),
      low: Math.min(last.low, price),
      close: price,
    };
    return 'last';
  }

  #trim(): boolean {
    const extra = this.#candles.length - MAX_CANDLES;
    if (extra <= 0) return false;
    const dropped = this.#candles.length - KEPT_CANDLES;
    this.#candles.splice(0, dropped);
    this.#closedCount = Math.max(0, this.#closedCount - dropped);
    return true;
  }
}

/** Position of the first candle that opens at `time` or later; the length when none does. */
export function firstAtOrAfter(candles: readonly Candle[], time: number): number {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((candles[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the candle in which `time` falls; -1 when it is before the first. */
export function holding(candles: readonly Candle[], time: number): number {
  return firstAtOrAfter(candles, time + 1) - 1;
}
