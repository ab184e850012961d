import { clockRule, toWall } from '../market/clock-rule.ts';
import { HOUR_MS, type Price, type UtcMs } from '../market/units.ts';

const NEW_YORK = clockRule('America/New_York');
const HOURS_A_WEEK = 168;
/** 1970-01-01 was a Thursday: its first hour is the 97th of a week that begins on Sunday. */
const EPOCH_HOUR_OF_WEEK = 96;
/** Readings of an hour before its mean says anything: one week's hour of M5 bars. */
const READINGS_NEEDED = 12;
/** Readings over which the mean forgets: eight weeks' hours of M5 bars. */
const READINGS_HELD = 96;

/**
 * The spread that is usual in each of the 168 hours of the week, on New York's civil clock: the mean
 * of the hour's readings, in which from the 97th on each new reading weighs 1/96.
 */
export class UsualSpread {
  readonly #mean = new Float64Array(HOURS_A_WEEK);
  readonly #readings = new Uint32Array(HOURS_A_WEEK);

  /** The mean of what was learned of this hour before; undefined while that is too little. */
  at(time: UtcMs): Price | undefined {
    const hour = hourOfWeek(time);
    return (this.#readings[hour] as number) < READINGS_NEEDED ? undefined : this.#mean[hour];
  }

  learn(time: UtcMs, spread: Price): void {
    const hour = hourOfWeek(time);
    const before = this.#mean[hour] as number;
    const readings = this.#readings[hour] as number;
    const count = readings < READINGS_HELD ? readings + 1 : READINGS_HELD;
    this.#readings[hour] = count;
    this.#mean[hour] = before + (spread - before) / count;
  }

  snapshot(): UsualSpreadState {
    return { mean: [...this.#mean], readings: [...this.#readings] };
  }

  restore({ mean, readings }: UsualSpreadState): void {
    this.#mean.set(mean);
    this.#readings.set(readings);
  }
}

export type UsualSpreadState = {
  readonly mean: readonly number[];
  readonly readings: readonly number[];
};

function hourOfWeek(time: UtcMs): number {
  const hours = Math.floor(toWall(NEW_YORK, time) / HOUR_MS) + EPOCH_HOUR_OF_WEEK;
  return ((hours % HOURS_A_WEEK) + HOURS_A_WEEK) % HOURS_A_WEEK;
}
