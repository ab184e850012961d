import { clockOffsetAt, clockRule, toUtc, type ClockRule } from '../market/clock-rule.ts';
import type { TradingWeek } from '../market/trading-week.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type UtcMs, type WallMs } from '../market/units.ts';

/** The bars on either side of a weekend, as the source's wall clock has their openings. */
export interface Weekend {
  readonly lastBar: number;
  readonly nextBar: number;
}

/** How the weekends of a source fall under one clock rule. */
export interface ClockEvidence {
  readonly rule: string;
  readonly weekends: number;
  /** Weeks whose last bar ends when the instrument's week closes. */
  readonly closesRight: number;
  /** Weeks whose first bar begins when the instrument's week opens. */
  readonly opensRight: number;
  /**
   * Weeks that begin at Monday 00:00 of the source's clock instead: many brokers hide Sunday's
   * bars, so this speaks neither for nor against the rule.
   */
  readonly opensHidden: number;
}

const WEEK_MS = 7 * DAY_MS;
const FIRST_SUNDAY = 3 * DAY_MS;
const SHORTEST_WEEKEND = 24 * HOUR_MS;
/** A longer silence is a hole or holidays, not a weekend. */
const LONGEST_WEEKEND = 5 * DAY_MS;
/**
 * Bars thin out around the close and the open. Half an hour would be as far as half-hour zones are
 * apart, so the margin stays below that.
 */
const MARGIN = 25 * MINUTE_MS;

/** Is the silence between two bars a weekend? */
export function isWeekend(lastBar: number, nextBar: number, barMs: number): boolean {
  const silence = nextBar - (lastBar + barMs);
  return silence >= SHORTEST_WEEKEND && silence <= LONGEST_WEEKEND;
}

/** Counts how many weekends fall where the instrument's week has them, were `rule` the clock. */
export function weighClock(
  rule: ClockRule,
  weekends: readonly Weekend[],
  barMs: number,
  week: TradingWeek,
): ClockEvidence {
  const closure = weeklyClosure(week);
  const zone = clockRule(week.zone);
  let closesRight = 0;
  let opensRight = 0;
  let opensHidden = 0;
  for (const { lastBar, nextBar } of weekends) {
    if (isRightClose(rule, lastBar, barMs, zone, closure.closeMinute)) closesRight += 1;
    const openedBy = fromWeekly(zone, toUtc(rule, nextBar as WallMs), closure.openMinute);
    if (openedBy > -Math.max(barMs, MARGIN) && openedBy <= MARGIN) opensRight += 1;
    else if (isMondayMidnight(nextBar)) opensHidden += 1;
  }
  return { rule: rule.name, weekends: weekends.length, closesRight, opensRight, opensHidden };
}

/** The first weekend before which the week does not close where the instrument's does. */
export function firstWrongClose(
  rule: ClockRule,
  weekends: readonly Weekend[],
  barMs: number,
  week: TradingWeek,
): Weekend | undefined {
  const { closeMinute } = weeklyClosure(week);
  const zone = clockRule(week.zone);
  return weekends.find(({ lastBar }) => !isRightClose(rule, lastBar, barMs, zone, closeMinute));
}

function isRightClose(
  rule: ClockRule,
  lastBar: number,
  barMs: number,
  zone: ClockRule,
  closeMinute: number,
): boolean {
  const end = toUtc(rule, (lastBar + barMs) as WallMs);
  // Of a long bar only the last moments count: it is right when the close falls inside it.
  const lateBy = fromWeekly(zone, end, closeMinute);
  return lateBy >= -MARGIN && lateBy < Math.max(barMs, MARGIN);
}

/** The longest closure of the week, as minutes since Sunday 00:00 of the week's zone. */
function weeklyClosure(week: TradingWeek): { closeMinute: number; openMinute: number } {
  const weekMinutes = WEEK_MS / MINUTE_MS;
  let longest = { closeMinute: 0, openMinute: 0 };
  let length = -1;
  week.windows.forEach((window, index) => {
    const isLast = index === week.windows.length - 1;
    const next = week.windows[isLast ? 0 : index + 1] ?? window;
    const closed = next.openMinute + (isLast ? weekMinutes : 0) - window.closeMinute;
    if (closed <= length) return;
    length = closed;
    longest = { closeMinute: window.closeMinute, openMinute: next.openMinute };
  });
  return longest;
}

/** How long after (negative: before) the nearest weekly moment an instant is, in ms. */
function fromWeekly(zone: ClockRule, utc: UtcMs, minuteOfWeek: number): number {
  const wall = utc + clockOffsetAt(zone, utc);
  const since = (wall - FIRST_SUNDAY - minuteOfWeek * MINUTE_MS) % WEEK_MS;
  const positive = since < 0 ? since + WEEK_MS : since;
  return positive > WEEK_MS / 2 ? positive - WEEK_MS : positive;
}

function isMondayMidnight(wall: number): boolean {
  const sinceSunday = (wall - FIRST_SUNDAY) % WEEK_MS;
  return sinceSunday === DAY_MS;
}
