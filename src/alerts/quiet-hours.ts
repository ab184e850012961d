import { clockRule, toUtc, toWall } from '../market/clock-rule.ts';
import { DAY_MS, MINUTE_MS, type UtcMs, type WallMs } from '../market/units.ts';
import { parseDayStart } from '../risk/account-day.ts';

export interface QuietHours {
  /** IANA zone or another clock rule. */
  readonly zone: string;
  /** `HH:MM` on that clock; a span that ends before it begins goes over midnight. */
  readonly from: string;
  readonly to: string;
}

/** When the quiet hours that `now` lies in end; undefined outside them. */
export function quietUntil(hours: QuietHours, now: number): number | undefined {
  const from = parseDayStart(hours.from);
  const to = parseDayStart(hours.to);
  if (from === undefined || to === undefined || from === to) return undefined;
  const rule = clockRule(hours.zone);
  const wall = toWall(rule, now as UtcMs);
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  const minute = (wall - midnight) / MINUTE_MS;
  const goesOverMidnight = from > to;
  const isQuiet = goesOverMidnight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!isQuiet) return undefined;
  const endsTomorrow = goesOverMidnight && minute >= from;
  const end = midnight + (endsTomorrow ? DAY_MS : 0) + to * MINUTE_MS;
  return toUtc(rule, end as WallMs);
}
