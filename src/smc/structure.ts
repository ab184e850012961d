import type { BarWindow } from './bar-window.ts';
import type { DisplacementDetector } from './displacement.ts';
import type { EventLog } from './event-log.ts';
import {
  includeInOrigin,
  noOrigin,
  originState,
  restartOrigin,
  restoreOrigin,
  type LegOrigin,
  type LegOriginState,
} from './leg-origin.ts';
import type { SmcParams } from './smc-params.ts';
import type { StructureKind } from './structure-event.ts';
import type { SwingDetector } from './swings.ts';

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
  readonly lowSinceHigh: LegOrigin;
  readonly highSinceLow: LegOrigin;

  readonly #swings: SwingDetector;
  readonly #displacement: DisplacementDetector;
  readonly #byWick: boolean;
  #brokenHighId = 0;
  #brokenLowId = 0;

  constructor(
    swings: SwingDetector,
    displacement: DisplacementDetector,
    { break_by: by, order_block_zone: zone }: SmcParams,
  ) {
    this.lowSinceHigh = noOrigin(zone === 'last-opposite');
    this.highSinceLow = noOrigin(zone === 'last-opposite');
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
      restartOrigin(this.lowSinceHigh, pivot.index, bar, window, -1);
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
    includeInOrigin(this.lowSinceHigh, bar, newest, window, -1);
  }

  #watchLow(bar: number, newest: number, window: BarWindow, log: EventLog): void {
    const { low: pivot, lowIsNew } = this.#swings;
    if (lowIsNew) {
      restartOrigin(this.highSinceLow, pivot.index, bar, window, 1);
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
    includeInOrigin(this.highSinceLow, bar, newest, window, 1);
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
      lowSinceHigh: originState(this.lowSinceHigh),
      highSinceLow: originState(this.highSinceLow),
    };
  }

  restore(state: StructureState): void {
    this.trend = state.trend;
    this.lastHighBreakId = state.lastHighBreakId;
    this.lastLowBreakId = state.lastLowBreakId;
    this.#brokenHighId = state.brokenHighId;
    this.#brokenLowId = state.brokenLowId;
    restoreOrigin(this.lowSinceHigh, state.lowSinceHigh);
    restoreOrigin(this.highSinceLow, state.highSinceLow);
  }
}

export type StructureState = {
  readonly trend: -1 | 0 | 1;
  readonly lastHighBreakId: number;
  readonly lastLowBreakId: number;
  readonly brokenHighId: number;
  readonly brokenLowId: number;
  readonly lowSinceHigh: LegOriginState;
  readonly highSinceLow: LegOriginState;
};
