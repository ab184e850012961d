import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';

/**
 * Bars whose body is at least `displacement_atr` times the ATR known before them: the market left in
 * a hurry. Its zone is the body.
 */
export class DisplacementDetector {
  readonly #leastAtr: number;
  /** Index of the last such bar closing up, and closing down; -1 when there was none. */
  lastBullish = -1;
  lastBearish = -1;
  /** Body of the last such bar of either direction, over the ATR before it. */
  lastStrength = 0;

  constructor(leastAtr: number) {
    this.#leastAtr = leastAtr;
  }

  onBar(
    bar: number,
    time: number,
    open: Price,
    close: Price,
    atrBefore: Price,
    log: EventLog,
  ): void {
    if (atrBefore === 0) return;
    const body = close - open;
    const least = this.#leastAtr * atrBefore;
    if (body > 0 && body >= least) {
      this.lastBullish = bar;
      this.lastStrength = body / atrBefore;
      log.zone('displacement', 'bullish', bar, time, close, open, 0, 'bar');
    } else if (body < 0 && -body >= least) {
      this.lastBearish = bar;
      this.lastStrength = -body / atrBefore;
      log.zone('displacement', 'bearish', bar, time, open, close, 0, 'bar');
    }
  }

  snapshot(): DisplacementState {
    return [this.lastBullish, this.lastBearish, this.lastStrength];
  }

  restore(state: DisplacementState): void {
    [this.lastBullish, this.lastBearish, this.lastStrength] = state;
  }
}

export type DisplacementState = readonly [bullish: number, bearish: number, strength: number];
