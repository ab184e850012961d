import type { EventLog } from './event-log.ts';
import type { StructureDetector } from './structure.ts';
import type { SwingDetector } from './swings.ts';

/**
 * Strong and weak highs and lows of one scale.
 *
 * Strong is the extreme that a break of structure came from: the lowest low since the high that was
 * broken, the highest high since the low. It has shown that it can move the market and should hold.
 * Weak is a swing high published while the trend is up, a swing low while it is down: it has broken
 * nothing and should be taken.
 */
export class SwingStrength {
  readonly #swings: SwingDetector;
  readonly #structure: StructureDetector;

  constructor(swings: SwingDetector, structure: StructureDetector) {
    this.#swings = swings;
    this.#structure = structure;
  }

  /** After swings and structure of the same bar; the trend is that at its close. */
  onBar(log: EventLog): void {
    const { brokeHigh, brokeLow, trend, lowSinceHigh, highSinceLow } = this.#structure;
    const { highIsNew, lowIsNew, high, low, scope } = this.#swings;
    if (brokeHigh && lowSinceHigh.index >= 0) {
      const { index, time, bottom } = lowSinceHigh;
      const { lastHighBreakId: ref } = this.#structure;
      log.lineOf('strong-low', 'bullish', index, time, bottom, ref, scope);
    }
    if (brokeLow && highSinceLow.index >= 0) {
      const { index, time, top } = highSinceLow;
      const { lastLowBreakId: ref } = this.#structure;
      log.lineOf('strong-high', 'bearish', index, time, top, ref, scope);
    }
    if (highIsNew && trend === 1) {
      log.lineOf('weak-high', 'bearish', high.index, high.time, high.level, high.id, scope);
    }
    if (lowIsNew && trend === -1) {
      log.lineOf('weak-low', 'bullish', low.index, low.time, low.level, low.id, scope);
    }
  }
}
