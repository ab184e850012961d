import type { UtcMs } from './units.ts';

/** A half-open window of the week in minutes since Sunday 00:00 on the schedule's zone. */
export interface WeekWindow {
  readonly openMinute: number;
  readonly closeMinute: number;
}

/** A half-open span in which a market is closed. */
export interface Closure {
  readonly from: UtcMs;
  readonly until: UtcMs;
}

/** When an instrument trades, on the civil clock of one IANA zone. */
export interface TradingWeek {
  readonly zone: string;
  /** In order of time, not overlapping. One window of the whole week means it never closes. */
  readonly windows: readonly WeekWindow[];
  /** Holidays and early closings: the market is closed in them whatever the week says. */
  readonly closures?: readonly Closure[];
}

const DAY = 1440;
const WEEK = 7 * DAY;
const hour = (day: number, hourOfDay: number): number => day * DAY + hourOfDay * 60;

/** Spot FX: Sunday 17:00 to Friday 17:00 New York. */
export const FX_WEEK: TradingWeek = {
  zone: 'America/New_York',
  windows: [{ openMinute: hour(0, 17), closeMinute: hour(5, 17) }],
};

/** Metals and index CFDs: Sunday 18:00 to Friday 17:00 New York, closed 17:00 to 18:00 each day. */
export const METALS_WEEK: TradingWeek = {
  zone: 'America/New_York',
  windows: [0, 1, 2, 3, 4].map((day) => ({
    openMinute: hour(day, 18),
    closeMinute: hour(day + 1, 17),
  })),
};

/** Crypto CFDs: never closed. */
export const ALWAYS_OPEN: TradingWeek = {
  zone: 'UTC',
  windows: [{ openMinute: 0, closeMinute: WEEK }],
};

export function neverCloses(week: TradingWeek): boolean {
  return week.windows.some((window) => window.closeMinute - window.openMinute >= WEEK);
}
