import { clockOffsetAt, toUtc, type ClockRule } from './clock-rule.ts';
import type { Bar } from './bar.ts';
import { bucketStart, timeframeMs, type Timeframe } from './timeframe.ts';
import { HOUR_MS, type Points, type UtcMs, type WallMs } from './units.ts';

/** A bar that has begun and not yet ended, as plain JSON. */
export interface FormingBarSnapshot {
  readonly start: number;
  readonly end: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly spread: number;
}

/**
 * The bar under construction of one timeframe on one wall clock. The span is held in UTC and worked
 * out once a bar, so that a push costs comparisons only.
 *
 * Bars longer than an hour span the hour that summer time adds or takes (a D1 bar then has 25 or 23
 * hours). Bars of up to an hour keep their length: an hour that the wall clock reads twice is two
 * bars, because two quotes an hour apart are never one bar.
 */
export class FormingBar {
  readonly #timeframe: Timeframe;
  readonly #clock: ClockRule;
  readonly #length: number;
  #begun = false;
  #start = 0;
  #end = 0;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #volume = 0;
  #spread = 0;

  constructor(timeframe: Timeframe, clock: ClockRule) {
    this.#timeframe = timeframe;
    this.#clock = clock;
    this.#length = timeframeMs(timeframe);
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** First instant of the bar that has begun, or of the last one. */
  get start(): number {
    return this.#start;
  }

  /** First instant after the bar that has begun, or after the last one; 0 before any. */
  get end(): number {
    return this.#end;
  }

  begin(time: number, open: number, high: number, low: number, close: number): void {
    this.#placeAround(time as UtcMs);
    this.#begun = true;
    this.#open = open;
    this.#high = high;
    this.#low = low;
    this.#close = close;
    this.#volume = 0;
    this.#spread = 0;
  }

  extend(high: number, low: number, close: number): void {
    if (high > this.#high) this.#high = high;
    if (low < this.#low) this.#low = low;
    this.#close = close;
  }

  /** Volumes add up; of spreads the widest counts, so that a cost is never understated. */
  count(volume: number, spread: number): void {
    this.#volume += volume;
    if (spread > this.#spread) this.#spread = spread;
  }

  /** Ends the bar and hands it out, `spread` taken as it is unless another is given. */
  finish(spread: number = this.#spread): Bar {
    this.#begun = false;
    return {
      time: this.#start as UtcMs,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: this.#volume,
      spread: spread as Points,
    };
  }

  /** The widest spread so far, in the unit given to {@link count}. */
  get spread(): number {
    return this.#spread;
  }

  snapshot(): FormingBarSnapshot | null {
    if (!this.#begun) return null;
    return {
      start: this.#start,
      end: this.#end,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: this.#volume,
      spread: this.#spread,
    };
  }

  restore(snapshot: FormingBarSnapshot | null): void {
    this.#begun = snapshot !== null;
    if (!snapshot) return;
    this.#start = snapshot.start;
    this.#end = snapshot.end;
    this.#open = snapshot.open;
    this.#high = snapshot.high;
    this.#low = snapshot.low;
    this.#close = snapshot.close;
    this.#volume = snapshot.volume;
    this.#spread = snapshot.spread;
  }

  #placeAround(time: UtcMs): void {
    const offset = clockOffsetAt(this.#clock, time);
    const startWall = bucketStart((time + offset) as WallMs, this.#timeframe);
    if (this.#length <= HOUR_MS) {
      this.#start = startWall - offset;
      this.#end = this.#start + this.#length;
      return;
    }
    this.#start = toUtc(this.#clock, startWall);
    this.#end = toUtc(this.#clock, (startWall + this.#length) as WallMs);
  }
}
