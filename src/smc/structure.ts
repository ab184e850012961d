import type { Price } from '../market/units.ts';
import type { BarWindow } from './bar-window.ts';
import type { DisplacementDetector } from './displacement.ts';
import type { EventLog } from './event-log.ts';
import type { StructureKind } from './structure-event.ts';
import type { Pivot, SwingDetector } from './swings.ts';

/** The bar a leg started from: the extreme one between a pivot and the bar that breaks it. */
export interface LegOrigin {
  index: number;
  time: number;
  top: Price;
  bottom: Price;
}

/**
 * Breaks of structure on one scale, by trend state. The bar whose close (or wick, by option) goes
 * strictly beyond the last published high or low says so, once for each pivot:
 * - BOS with the trend, or when there was none yet;
 * - CHoCH against it, and the trend turns; MSS when a displacement bar of the new direction stands
 *   in the leg from its origin to the break.
 */
export class StructureDetector {
  /** 1 up, -1 down, 0 before the first break. */
  trend: -1 | 0 | 1 = 0;
  /** Event of the last break of a high, and of a low; 0 when there was none. */
  lastHighBreakId = 0;
  lastLowBreakId = 0;
  /** Did the present bar break the last high, the last low? */
  brokeHigh = false;
  brokeLow = false;
  /** Lowest bar since the last high, highest since the last low; of equals the later one. */
  readonly lowSinceHigh: LegOrigin = { index: -1, time: 0, top: 0, bottom: 0 };
  readonly highSinceLow: LegOrigin = { index: -1, time: 0, top: 0, bottom: 0 };

  readonly #swings: SwingDetector;
  readonly #displacement: DisplacementDetector;
  readonly #byWick: boolean;
  #brokenHighId = 0;
  #brokenLowId = 0;

  constructor(swings: SwingDetector, displacement: DisplacementDetector, by: 'close' | 'wick') {
    this.#swings = swings;
    this.#displacement = displacement;
    this.#byWick = by === 'wick';
  }

  /** After swings and displacement of the same bar. */
  onBar(bar: number, window: BarWindow, log: EventLog): void {
    this.brokeHigh = false;
    this.brokeLow = false;
    const newest = bar & window.mask;
    // A wick may break both sides in one bar: the side it closed towards is taken to come last.
    const up = (window.close[newest] as number) >= (window.open[newest] as number);
    if (up) this.#watchLow(bar, newest, window, log);
    this.#watchHigh(bar, newest, window, log);
    if (!up) this.#watchLow(bar, newest, window, log);
  }

  #watchHigh(bar: number, newest: number, window: BarWindow, log: EventLog): void {
    const { high: pivot, highIsNew } = this.#swings;
    // No bar since a new pivot is above it, so it cannot be broken at the bar that confirms it.
    if (highIsNew) {
      restart(this.lowSinceHigh, pivot, bar, window, -1);
      return;
    }
    if (pivot.id === 0 || pivot.id === this.#brokenHighId) return;
    const reach = (this.#byWick ? window.high[newest] : window.close[newest]) as number;
    if (reach > pivot.level) {
      this.#brokenHighId = pivot.id;
      this.brokeHigh = true;
      const displaced = this.#displacement.lastBullish >= this.lowSinceHigh.index;
      this.lastHighBreakId = log.now(
        this.#kindOf(1, displaced),
        'bullish',
        pivot.level,
        pivot.id,
        this.#swings.scope,
      );
      this.trend = 1;
      return;
    }
    include(this.lowSinceHigh, bar, newest, window, -1);
  }

  #watchLow(bar: number, newest: number, window: BarWindow, log: EventLog): void {
    const { low: pivot, lowIsNew } = this.#swings;
    if (lowIsNew) {
      restart(this.highSinceLow, pivot, bar, window, 1);
      return;
    }
    if (pivot.id === 0 || pivot.id === this.#brokenLowId) return;
    const reach = (this.#byWick ? window.low[newest] : window.close[newest]) as number;
    if (reach < pivot.level) {
      this.#brokenLowId = pivot.id;
      this.brokeLow = true;
      const displaced = this.#displacement.lastBearish >= this.highSinceLow.index;
      this.lastLowBreakId = log.now(
        this.#kindOf(-1, displaced),
        'bearish',
        pivot.level,
        pivot.id,
        this.#swings.scope,
      );
      this.trend = -1;
      return;
    }
    include(this.highSinceLow, bar, newest, window, 1);
  }

  #kindOf(direction: -1 | 1, displaced: boolean): StructureKind {
    if (this.trend !== -direction) return 'bos';
    return displaced ? 'mss' : 'choch';
  }

  snapshot(): StructureState {
    return {
      trend: this.trend,
      lastHighBreakId: this.lastHighBreakId,
      lastLowBreakId: this.lastLowBreakId,
      brokenHighId: this.#brokenHighId,
      brokenLowId: this.#brokenLowId,
      lowSinceHigh: { ...this.lowSinceHigh },
      highSinceLow: { ...this.highSinceLow },
    };
  }

  restore(state: StructureState): void {
    this.trend = state.trend;
    this.lastHighBreakId = state.lastHighBreakId;
    this.lastLowBreakId = state.lastLowBreakId;
    this.#brokenHighId = state.brokenHighId;
    this.#brokenLowId = state.brokenLowId;
    Object.assign(this.lowSinceHigh, state.lowSinceHigh);
    Object.assign(this.highSinceLow, state.highSinceLow);
  }
}

/** Looks again at the bars after a new pivot, up to `bar`. */
function restart(
  origin: LegOrigin,
  pivot: Pivot,
  bar: number,
  window: BarWindow,
  side: -1 | 1,
): void {
  origin.index = -1;
  for (let index = pivot.index + 1; index <= bar; index += 1) {
    include(origin, index, index & window.mask, window, side);
  }
}

function include(
  origin: LegOrigin,
  index: number,
  slot: number,
  window: BarWindow,
  side: -1 | 1,
): void {
  const high = window.high[slot] as number;
  const low = window.low[slot] as number;
  if (origin.index >= 0) {
    const beaten = side === 1 ? high >= origin.top : low <= origin.bottom;
    if (!beaten) return;
  }
  origin.index = index;
  origin.time = window.time[slot] as number;
  origin.top = high;
  origin.bottom = low;
}

export type LegOriginState = {
  readonly index: number;
  readonly time: number;
  readonly top: number;
  readonly bottom: number;
};

export type StructureState = {
  readonly trend: -1 | 0 | 1;
  readonly lastHighBreakId: number;
  readonly lastLowBreakId: number;
  readonly brokenHighId: number;
  readonly brokenLowId: number;
  readonly lowSinceHigh: LegOriginState;
  readonly highSinceLow: LegOriginState;
};
