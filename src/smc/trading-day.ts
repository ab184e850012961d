import { clockRule, toUtc, toWall } from '../market/clock-rule.ts';
import { HOUR_MS, type UtcMs, type WallMs } from '../market/units.ts';

const NEW_YORK = clockRule('America/New_York');
/** The FX day starts at 17:00 New York: seven hours before the date it is named after. */
const DAY_STARTS_EARLY_MS = 7 * HOUR_MS;

/** Blocks of a number of hours that divides the day, counted from 17:00 New York since 1970. */
class BlockClock {
  readonly #lengthMs: number;
  #number = 0;
  #start = 0;
  #end = 0;

  constructor(hours: number) {
    this.#lengthMs = hours * HOUR_MS;
  }

  numberOf(utc: number): number {
    if (utc < this.#start || utc >= this.#end) this.#find(utc as UtcMs);
    return this.#number;
  }

  #find(utc: UtcMs): void {
    this.#number = Math.floor((toWall(NEW_YORK, utc) + DAY_STARTS_EARLY_MS) / this.#lengthMs);
    this.#start = this.#startOf(this.#number);
    this.#end = this.#startOf(this.#number + 1);
  }

  #startOf(block: number): UtcMs {
    return toUtc(NEW_YORK, (block * this.#lengthMs - DAY_STARTS_EARLY_MS) as WallMs);
  }
}

/** The FX day (17:00 to 17:00 New York) of an instant, in days since 1970-01-01. */
export class TradingDayClock {
  readonly #blocks = new BlockClock(24);

  dayOf(utc: number): number {
    return this.#blocks.numberOf(utc);
  }
}

const H4_BLOCKS_A_DAY = 6;

/**
 * The four-hour block of the FX day that an instant is in: 17:00, 21:00, 01:00, 05:00, 09:00, 13:00
 * New York, by the civil clock, so that the block in which summer time begins is an hour short.
 */
export class H4Clock {
  readonly #blocks = new BlockClock(24 / H4_BLOCKS_A_DAY);

  blockOf(utc: number): number {
    return this.#blocks.numberOf(utc);
  }
}

/** The FX day of an {@link H4Clock}'s block. */
export function dayOfBlock(block: number): number {
  return Math.floor(block / H4_BLOCKS_A_DAY);
}

/** The FX week of an FX day, counted since that of 1969-12-29; Monday is its first day. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

/**
 * The calendar month of a day since 1970-01-01, counted in months since year 0. The proleptic
 * Gregorian calendar from a year that starts in March, so that a leap day ends it.
 */
export function monthOf(day: number): number {
  const sinceMarch0000 = day + 719_468;
  const era = Math.floor(sinceMarch0000 / 146_097);
  const dayOfEra = sinceMarch0000 - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return (era * 400 + yearOfEra) * 12 + monthFromMarch + 2;
}
