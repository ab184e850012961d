import { clockRule, toWall, type ClockRule } from '../market/clock-rule.ts';
import type { TradingWeek, WeekWindow } from '../market/trading-week.ts';
import { MINUTE_MS, type UtcMs } from '../market/units.ts';

const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** 1970-01-01 was a Thursday. */
const EPOCH_MINUTE_OF_WEEK = 4 * DAY_MINUTES;
/** A closure shorter than this is a daily break, not a long close. */
const LONG_CLOSE_MINUTES = 360;

/** How far an instant is from the instrument's long closes, such as the weekend. */
export class WeekEdges {
  readonly #clock: ClockRule;
  readonly #windows: readonly WeekWindow[];

  constructor(week: TradingWeek) {
    this.#clock = clockRule(week.zone);
    this.#windows = week.windows;
  }

  /** Minutes since trading began after a long close; undefined when this window began without. */
  minutesSinceOpen(utc: UtcMs): number | undefined {
    const minute = this.#minuteOfWeek(utc);
    const at = this.#windowAt(minute);
    const window = this.#windows[at];
    if (window === undefined) return undefined;
    const before = this.#windows.at(at - 1) as WeekWindow;
    const closed = wrapped(window.openMinute - before.closeMinute);
    return closed >= LONG_CLOSE_MINUTES ? minute - window.openMinute : undefined;
  }

  /** Minutes until a long close; 0 when closed; undefined when this window ends without one. */
  minutesToClose(utc: UtcMs): number | undefined {
    const minute = this.#minuteOfWeek(utc);
    const at = this.#windowAt(minute);
    const window = this.#windows[at];
    if (window === undefined) return 0;
    const after = this.#windows[(at + 1) % this.#windows.length] as WeekWindow;
    const closed = wrapped(after.openMinute - window.closeMinute);
    return closed >= LONG_CLOSE_MINUTES ? window.closeMinute - minute : undefined;
  }

  #windowAt(minute: number): number {
    return this.#windows.findIndex(
      (window) => minute >= window.openMinute && minute < window.closeMinute,
    );
  }

  #minuteOfWeek(utc: UtcMs): number {
    const wall = toWall(this.#clock, utc);
    return wrapped(Math.floor(wall / MINUTE_MS) + EPOCH_MINUTE_OF_WEEK);
  }
}

function wrapped(minutes: number): number {
  return ((minutes % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
}
