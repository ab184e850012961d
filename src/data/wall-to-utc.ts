import { toUtc, toWall, type ClockRule } from '../market/clock-rule.ts';
import { DAY_MS, HOUR_MS, type UtcMs, type WallMs } from '../market/units.ts';

/** A stretch around a day that no change of a clock can be outside of and still touch the day. */
const AROUND = 26 * HOUR_MS;

/** Turns a column of wall clock readings into instants: as `toUtc`, at the cost of a subtraction. */
export class WallToUtc {
  readonly #rule: ClockRule;
  #dayStart = NaN;
  /** Offset that holds on the whole day, or NaN on a day near a change of the clock. */
  #offset = NaN;

  constructor(rule: ClockRule) {
    this.#rule = rule;
  }

  toUtc(wall: number): number {
    if (!(wall >= this.#dayStart && wall < this.#dayStart + DAY_MS)) this.#enterDay(wall);
    return Number.isNaN(this.#offset) ? toUtc(this.#rule, wall as WallMs) : wall - this.#offset;
  }

  /** The second pass of a reading that comes twice; what {@link toUtc} answers for any other. */
  laterPass(wall: number): number {
    const first = toUtc(this.#rule, wall as WallMs);
    for (const shift of [HOUR_MS, HOUR_MS / 2]) {
      const later = first + shift;
      if (toWall(this.#rule, later as UtcMs) === wall) return later;
    }
    return first;
  }

  /** Does the clock skip this reading (set forward)? */
  isSkipped(wall: number): boolean {
    return toWall(this.#rule, toUtc(this.#rule, wall as WallMs)) !== wall;
  }

  #enterDay(wall: number): void {
    this.#dayStart = Math.floor(wall / DAY_MS) * DAY_MS;
    const before = this.#dayStart - AROUND;
    const after = this.#dayStart + DAY_MS + AROUND;
    const offset = toWall(this.#rule, before as UtcMs) - before;
    this.#offset = toWall(this.#rule, after as UtcMs) - after === offset ? offset : NaN;
  }
}
