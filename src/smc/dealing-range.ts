import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { Direction } from './structure-event.ts';
import type { SwingDetector } from './swings.ts';

/** Half of the range, give or take this share of it, is equilibrium. */
const EQUILIBRIUM_BAND = 0.025;

export type RangePlace = 'premium' | 'equilibrium' | 'discount';

/**
 * The range between the last swing high and the last swing low, stretched by whatever traded beyond
 * them since. It is written down whenever one of its two swings is new, and it points the way its
 * leg went: up when its top is later than its bottom.
 */
export class DealingRange {
  /** False until there are a swing high and a swing low. */
  known = false;
  top: Price = 0;
  bottom: Price = 0;
  direction: Direction = 'bullish';
  /** Id of the event that last wrote it down. */
  eventId = 0;
  #topIndex = 0;
  #bottomIndex = 0;

  /** The bar at which its leg ended so far. */
  get endIndex(): number {
    return this.direction === 'bullish' ? this.#topIndex : this.#bottomIndex;
  }

  onBar(bar: number, high: Price, low: Price, swings: SwingDetector, log: EventLog): void {
    if (swings.highIsNew || swings.lowIsNew) {
      this.#anchor(bar, high, low, swings, log);
      return;
    }
    if (!this.known) return;
    if (high > this.top) {
      this.top = high;
      this.#topIndex = bar;
    }
    if (low < this.bottom) {
      this.bottom = low;
      this.#bottomIndex = bar;
    }
    this.#point();
  }

  #anchor(bar: number, high: Price, low: Price, swings: SwingDetector, log: EventLog): void {
    const { high: above, low: below, scope } = swings;
    if (above.id === 0 || below.id === 0) return;
    // A new pivot is the extreme of the bars since; the older side may have been passed meanwhile.
    if (swings.highIsNew || !this.known) {
      this.top = above.level;
      this.#topIndex = above.index;
    } else if (high > this.top) {
      this.top = high;
      this.#topIndex = bar;
    }
    if (swings.lowIsNew || !this.known) {
      this.bottom = below.level;
      this.#bottomIndex = below.index;
    } else if (low < this.bottom) {
      this.bottom = low;
      this.#bottomIndex = bar;
    }
    this.known = this.top > this.bottom;
    if (!this.known) return;
    // Both swings on one bar: the one published last ends the leg.
    if (this.#topIndex === this.#bottomIndex) {
      this.direction = above.id > below.id ? 'bullish' : 'bearish';
    }
    this.#point();
    const newest = above.id > below.id ? above : below;
    this.eventId = log.zone(
      'dealing-range',
      this.direction,
      newest.index,
      newest.time,
      this.top,
      this.bottom,
      newest.id,
      scope,
    );
  }

  #point(): void {
    if (this.#topIndex !== this.#bottomIndex) {
      this.direction = this.#topIndex > this.#bottomIndex ? 'bullish' : 'bearish';
    }
  }

  snapshot(): DealingRangeState {
    return {
      known: this.known,
      top: this.top,
      bottom: this.bottom,
      direction: this.direction,
      eventId: this.eventId,
      topIndex: this.#topIndex,
      bottomIndex: this.#bottomIndex,
    };
  }

  restore(state: DealingRangeState): void {
    this.known = state.known;
    this.top = state.top;
    this.bottom = state.bottom;
    this.direction = state.direction;
    this.eventId = state.eventId;
    this.#topIndex = state.topIndex;
    this.#bottomIndex = state.bottomIndex;
  }
}

export type DealingRangeState = {
  readonly known: boolean;
  readonly top: number;
  readonly bottom: number;
  readonly direction: Direction;
  readonly eventId: number;
  readonly topIndex: number;
  readonly bottomIndex: number;
};

/** Where a price stands in a range: above half is premium, below is discount. */
export function placeIn(top: Price, bottom: Price, price: Price): RangePlace {
  const share = (price - bottom) / (top - bottom);
  if (share > 0.5 + EQUILIBRIUM_BAND) return 'premium';
  return share < 0.5 - EQUILIBRIUM_BAND ? 'discount' : 'equilibrium';
}

/**
 * How much of the leg from `origin` to `end` a price has given back: 0 at the end, 1 at the origin.
 * The same for legs up and down.
 */
export function retracementOf(origin: Price, end: Price, price: Price): number {
  return (end - price) / (end - origin);
}
