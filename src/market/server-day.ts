import { toUtc, toWall, type ClockRule } from './clock-rule.ts';
import { DAY_MS, type UtcMs, type WallMs } from './units.ts';

/** The first midnight of the rule's clock after `utc`. */
export function nextMidnight(rule: ClockRule, utc: UtcMs): UtcMs {
  const day = Math.floor(toWall(rule, utc) / DAY_MS);
  const midnight = toUtc(rule, ((day + 1) * DAY_MS) as WallMs);
  // A clock that is set back over its own midnight reads it twice; the second is the day's end.
  return midnight > utc ? midnight : toUtc(rule, ((day + 2) * DAY_MS) as WallMs);
}
