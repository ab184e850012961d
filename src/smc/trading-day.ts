import { clockRule, toUtc, toWall } from '../market/clock-rule.ts';
import { DAY_MS, HOUR_MS, type UtcMs, type WallMs } from '../market/units.ts';

const NEW_YORK = clockRule('America/New_York');
/** The FX day starts at 17:00 New York: seven hours before the date it is named after. */
const DAY_STARTS_EARLY_MS = 7 * HOUR_MS;

/** The FX day (17:00 to 17:00 New York) of an instant, in days since 1970-01-01. */
export class TradingDayClock {
  #day = 0;
  #start = 0;
  #end = 0;

  dayOf(utc: number): number {
    if (utc < this.#start || utc >= this.#end) this.#find(utc as UtcMs);
    return this.#day;
  }

  #find(utc: UtcMs): void {
    this.#day = Math.floor((toWall(NEW_YORK, utc) + DAY_STARTS_EARLY_MS) / DAY_MS);
    this.#start = startOf(this.#day);
    this.#end = startOf(this.#day + 1);
  }
}

function startOf(day: number): UtcMs {
  return toUtc(NEW_YORK, (day * DAY_MS - DAY_STARTS_EARLY_MS) as WallMs);
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
