import type { Bar } from '../market/bar.ts';
import { parseClockRule, toUtc, toWall, type ClockRule } from '../market/clock-rule.ts';
import { DAY_MS, MINUTE_MS, type UtcMs, type WallMs } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { LiquidityDetector } from './liquidity.ts';
import { parseCivilWindow, type CivilWindow, type SessionWindow } from './sessions.ts';

/**
 * Highs and lows of sessions, written down at the close that ends the session (or, when its last
 * bars are missing, at the first bar after it), each as liquidity. A bar belongs to the session it
 * opens in. Every day's session begins anew, so a weekend never joins two of them.
 */
export class SessionLevels {
  readonly #sessions: readonly RunningSession[];

  /** Throws when a window or a zone cannot be read: the configuration has checked them. */
  constructor(windows: readonly SessionWindow[]) {
    this.#sessions = windows.map((window) => new RunningSession(window));
  }

  onBar(index: number, bar: Bar, closedAt: UtcMs, log: EventLog, into: LiquidityDetector): void {
    for (const session of this.#sessions) session.onBar(index, bar, closedAt, log, into);
  }

  snapshot(): SessionState {
    return this.#sessions.map((session) => session.snapshot());
  }

  restore(state: SessionState): void {
    this.#sessions.forEach((session, at) => {
      const held = state[at];
      if (held !== undefined) session.restore(held);
    });
  }
}

/** One session's present or coming day. */
class RunningSession {
  readonly #name: string;
  readonly #clock: ClockRule;
  readonly #window: CivilWindow;
  #start = 0;
  #end = -Infinity;
  /** Extremes so far; index -1 while no bar of this day's session was seen. */
  #high = 0;
  #highIndex = -1;
  #highTime = 0;
  #low = 0;
  #lowIndex = -1;
  #lowTime = 0;
  /** False when the bars began in the middle of it, or once it was written down. */
  #owed = false;

  constructor({ name, zone, window }: SessionWindow) {
    const clock = parseClockRule(zone);
    const parsed = parseCivilWindow(window);
    if (!clock || !parsed)
      throw new Error(`session ${name}: '${window}' in ${zone} cannot be read`);
    this.#name = name;
    this.#clock = clock;
    this.#window = parsed;
  }

  onBar(index: number, bar: Bar, closedAt: UtcMs, log: EventLog, into: LiquidityDetector): void {
    if (bar.time >= this.#end) {
      this.#tell(index, log, into);
      this.#findNext(bar.time);
      this.#owed = index > 0 || bar.time <= this.#start;
    }
    if (bar.time < this.#start) return;
    this.#include(index, bar);
    if (closedAt >= this.#end) this.#tell(index, log, into);
  }

  #include(index: number, bar: Bar): void {
    if (this.#highIndex < 0 || bar.high > this.#high) {
      this.#high = bar.high;
      this.#highIndex = index;
      this.#highTime = bar.time;
    }
    if (this.#lowIndex < 0 || bar.low < this.#low) {
      this.#low = bar.low;
      this.#lowIndex = index;
      this.#lowTime = bar.time;
    }
  }

  #tell(bar: number, log: EventLog, into: LiquidityDetector): void {
    if (!this.#owed || this.#highIndex < 0) return;
    this.#owed = false;
    const name = this.#name;
    const high = log.line(
      'period-high',
      'bearish',
      this.#highIndex,
      this.#highTime,
      this.#high,
      name,
    );
    into.periodHighs.form(this.#highIndex, this.#highTime, this.#high, high, name, bar, log);
    const low = log.line('period-low', 'bullish', this.#lowIndex, this.#lowTime, this.#low, name);
    into.periodLows.form(this.#lowIndex, this.#lowTime, this.#low, low, name, bar, log);
  }

  /** The first day's session that ends after `utc`. */
  #findNext(utc: UtcMs): void {
    const { fromMinute, toMinute } = this.#window;
    const length = toMinute > fromMinute ? toMinute - fromMinute : toMinute + 1440 - fromMinute;
    const today = Math.floor(toWall(this.#clock, utc) / DAY_MS) * DAY_MS;
    for (const day of [today - DAY_MS, today, today + DAY_MS]) {
      const from = day + fromMinute * MINUTE_MS;
      this.#start = toUtc(this.#clock, from as WallMs);
      this.#end = toUtc(this.#clock, (from + length * MINUTE_MS) as WallMs);
      if (this.#end > utc) break;
    }
    this.#highIndex = -1;
    this.#lowIndex = -1;
  }

  snapshot(): RunningSessionState {
    return {
      start: this.#start,
      end: this.#end === -Infinity ? null : this.#end,
      owed: this.#owed,
      high: this.#high,
      highIndex: this.#highIndex,
      highTime: this.#highTime,
      low: this.#low,
      lowIndex: this.#lowIndex,
      lowTime: this.#lowTime,
    };
  }

  restore(state: RunningSessionState): void {
    this.#start = state.start;
    this.#end = state.end ?? -Infinity;
    this.#owed = state.owed;
    this.#high = state.high;
    this.#highIndex = state.highIndex;
    this.#highTime = state.highTime;
    this.#low = state.low;
    this.#lowIndex = state.lowIndex;
    this.#lowTime = state.lowTime;
  }
}

type RunningSessionState = {
  readonly start: number;
  readonly end: number | null;
  readonly owed: boolean;
  readonly high: number;
  readonly highIndex: number;
  readonly highTime: number;
  readonly low: number;
  readonly lowIndex: number;
  readonly lowTime: number;
};

export type SessionState = readonly RunningSessionState[];
