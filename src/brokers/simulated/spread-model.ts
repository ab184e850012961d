import type { Points } from '../../market/units.ts';
import type { SeededRandom } from './seeded-random.ts';
import { ROLLOVER, ROLLOVER_FROM, ROLLOVER_UNTIL } from './spread-profile.ts';

/** What the first hour after a closure adds, falling to nothing. */
const OPENING = 3;
const OPENING_MS = 3_600_000;
/** How much of the widening around a jump is left after another quote. */
const CALMING = 0.97;

/** The spread of one symbol in whole points: one at least, as nobody's usual spread is smaller. */
export class SpreadModel {
  /** How much wider than usual after a jump, in usual spreads; falls with each quote. */
  excitement = 0;
  readonly #usual: Points;

  constructor(usual: Points) {
    this.#usual = usual;
  }

  /** `newYork` is the minute of the New York day, `sinceOpening` the time since the last closure. */
  next(newYork: number, sinceOpening: number, random: SeededRandom, rollsOver: boolean): number {
    let factor = 1 + this.excitement;
    this.excitement *= CALMING;
    if (rollsOver && newYork >= ROLLOVER_FROM && newYork < ROLLOVER_UNTIL) factor *= ROLLOVER;
    if (rollsOver && sinceOpening < OPENING_MS) factor += OPENING * (1 - sinceOpening / OPENING_MS);
    // A tenth more or less, as liquidity providers come and go.
    return Math.round(this.#usual * factor * (0.9 + 0.2 * random.uniform()));
  }
}
