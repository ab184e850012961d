import { parseClockRule, toWall, type ClockRule } from '../market/clock-rule.ts';
import { DAY_MS, MINUTE_MS, type UtcMs } from '../market/units.ts';

/** A stretch of the civil day in minutes since midnight, half-open; it may pass midnight. */
export interface CivilWindow {
  readonly name: string;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** A session whose high and low are watched: a window of the day on the civil clock of a zone. */
export interface SessionWindow {
  readonly name: string;
  /** An IANA zone, such as `America/New_York`. */
  readonly zone: string;
  /** `HH:MM-HH:MM`, half-open; it may pass midnight. */
  readonly window: string;
}

const WINDOW = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;

/** Reads `HH:MM-HH:MM`; undefined when it is not a window of at least a minute. */
export function parseCivilWindow(text: string): CivilWindow | undefined {
  const match = WINDOW.exec(text);
  if (!match) return undefined;
  const [fromHour, fromPart, toHour, toPart] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  if (fromHour > 23 || fromPart > 59 || toPart > 59) return undefined;
  if (toHour > 24 || (toHour === 24 && toPart > 0)) return undefined;
  const fromMinute = fromHour * 60 + fromPart;
  const toMinute = toHour * 60 + toPart;
  return fromMinute === toMinute ? undefined : { name: text, fromMinute, toMinute };
}

/** Windows of the day on the civil clock of one zone: summer time moves them with the people. */
export class CivilWindows {
  readonly windows: readonly CivilWindow[];
  readonly #clock: ClockRule;

  /** Throws when a window or the zone cannot be read: the configuration has checked them. */
  constructor(zone: string, windows: readonly string[]) {
    const clock = parseClockRule(zone);
    if (!clock) throw new Error(`no zone is called ${zone}`);
    this.#clock = clock;
    this.windows = windows.map((text) => {
      const window = parseCivilWindow(text);
      if (!window) throw new Error(`'${text}' is not a window such as 02:00-05:00`);
      return window;
    });
  }

  /** The first window that an instant is in: its start is inside, its end is not. */
  at(utc: UtcMs): CivilWindow | undefined {
    const minute = this.minuteOfDay(utc);
    return this.windows.find((window) => contains(window, minute));
  }

  /** Whole minutes since midnight on the zone's civil clock. */
  minuteOfDay(utc: UtcMs): number {
    const wall = toWall(this.#clock, utc);
    return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS);
  }
}

function contains(window: CivilWindow, minute: number): boolean {
  const { fromMinute, toMinute } = window;
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute;
  return minute >= fromMinute || minute < toMinute;
}
