import { toUtc, toWall, type ClockRule } from '../market/clock-rule.ts';
import { DAY_MS, MINUTE_MS, type UtcMs, type WallMs } from '../market/units.ts';

/** One day of an account, by the clock its loss limit is counted on. */
export interface AccountDay {
  /** Calendar date on that clock when the day began, `YYYY-MM-DD`. */
  readonly day: string;
  readonly startsAt: UtcMs;
  /** First instant of the next day. */
  readonly endsAt: UtcMs;
}

/**
 * The day that `time` falls into when days begin at `startMinute` past midnight of the rule's
 * clock. Days in which that clock changes are 23 or 25 hours long.
 */
export function dayBounds(rule: ClockRule, time: UtcMs, startMinute = 0): AccountDay {
  const offset = startMinute * MINUTE_MS;
  let index = Math.floor((toWall(rule, time) - offset) / DAY_MS);
  let startsAt = startOf(rule, index, offset);
  let endsAt = startOf(rule, index + 1, offset);
  // Where clocks change at the very start of a day, the reading alone may name its neighbour.
  while (time < startsAt) {
    index -= 1;
    endsAt = startsAt;
    startsAt = startOf(rule, index, offset);
  }
  while (time >= endsAt) {
    index += 1;
    startsAt = endsAt;
    endsAt = startOf(rule, index + 1, offset);
  }
  return { day: dateText(index), startsAt, endsAt };
}

/** Minutes past midnight of an `HH:MM`, or undefined when the text is not one. */
export function parseDayStart(text: string): number | undefined {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}

function startOf(rule: ClockRule, index: number, offset: number): UtcMs {
  return toUtc(rule, (index * DAY_MS + offset) as WallMs);
}

/** The civil date that lies `index` days after 1970-01-01 (proleptic Gregorian calendar). */
function dateText(index: number): string {
  return new Date(index * DAY_MS).toISOString().slice(0, 10);
}
