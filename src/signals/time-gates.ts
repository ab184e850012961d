import { MINUTE_MS, type UtcMs } from '../market/units.ts';
import { CivilWindows } from '../smc/sessions.ts';
import { NewsGate } from './news-gate.ts';
import type { GateResult } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { StrategyContext } from './strategy.ts';
import { WeekEdges } from './week-edges.ts';

const NEW_YORK = 'America/New_York';
const DAY_MINUTES = 1440;

/** The gates that the clock and the calendar decide alone. */
export class TimeGates {
  readonly #settings: SignalSettings;
  readonly #killZones: CivilWindows;
  readonly #rollover: CivilWindows;
  readonly #week: WeekEdges;
  readonly #news: NewsGate;

  constructor(context: StrategyContext, settings: SignalSettings) {
    this.#settings = settings;
    this.#killZones = new CivilWindows(NEW_YORK, settings.kill_zones);
    this.#rollover = new CivilWindows(NEW_YORK, [settings.rollover]);
    this.#week = new WeekEdges(context.instrument.week);
    this.#news = new NewsGate(context, settings);
  }

  /** Is the moment inside a kill zone? */
  inKillZone(at: UtcMs): boolean {
    return this.#killZones.at(at) !== undefined;
  }

  /** When the kill zone that the moment is in ends; the moment itself outside of any. */
  killZoneEnd(at: UtcMs): UtcMs {
    const inside = this.#killZones.at(at);
    if (inside === undefined) return at;
    const minute = this.#killZones.minuteOfDay(at);
    const left = (inside.toMinute - minute + DAY_MINUTES) % DAY_MINUTES;
    return (at + left * MINUTE_MS) as UtcMs;
  }

  /** All of them, in the order they are named. `takenUntil`: end of the kill zone already used. */
  check(at: UtcMs, takenUntil: number): readonly GateResult[] {
    return [
      this.#killZone(at),
      this.#rolloverGate(at),
      this.#weekOpen(at),
      this.#weekClose(at),
      this.#news.check(at),
      this.#session(at, takenUntil),
    ];
  }

  /** Must an entry that waits at the broker be taken back now, whatever it was offered in? */
  forbidsWaiting(at: UtcMs): boolean {
    const isFine =
      this.#rolloverGate(at).passed && this.#weekClose(at).passed && this.#news.check(at).passed;
    return !isFine;
  }

  #killZone(at: UtcMs): GateResult {
    const inside = this.#killZones.at(at);
    const now = this.#clockText(at);
    const windows = this.#settings.kill_zones.join(', ');
    return {
      gate: 'kill-zone',
      passed: inside !== undefined,
      detail:
        inside === undefined
          ? `${now} New York is in none of ${windows}`
          : `${now} New York is in ${inside.name}`,
    };
  }

  #rolloverGate(at: UtcMs): GateResult {
    const inside = this.#rollover.at(at) !== undefined;
    return {
      gate: 'rollover',
      passed: !inside,
      detail: `${this.#clockText(at)} New York is ${inside ? 'inside' : 'outside'} ${this.#settings.rollover}`,
    };
  }

  #weekOpen(at: UtcMs): GateResult {
    const since = this.#week.minutesSinceOpen(at);
    const least = this.#settings.week_open_minutes;
    return {
      gate: 'week-open',
      passed: since === undefined || since >= least,
      detail:
        since === undefined
          ? 'the present session did not open after a long close'
          : `${since} minutes after the week's opening, ${least} are asked`,
    };
  }

  #weekClose(at: UtcMs): GateResult {
    const left = this.#week.minutesToClose(at);
    const least = this.#settings.week_close_minutes;
    return {
      gate: 'week-close',
      passed: left === undefined || left > least,
      detail:
        left === undefined
          ? 'the present session does not end in a long close'
          : `${left} minutes before the week's close, more than ${least} are asked`,
    };
  }

  #session(at: UtcMs, takenUntil: number): GateResult {
    const { one_signal_per_session: one } = this.#settings;
    const taken = at < takenUntil;
    return {
      gate: 'session-trade',
      passed: !one || !taken,
      detail: one
        ? `this kill zone has ${taken ? 'had its signal already' : 'had no signal yet'}, 1 is allowed`
        : 'a kill zone may have any number of signals',
    };
  }

  #clockText(at: UtcMs): string {
    const minute = this.#killZones.minuteOfDay(at);
    const hours = String(Math.floor(minute / 60)).padStart(2, '0');
    return `${hours}:${String(minute % 60).padStart(2, '0')}`;
  }
}
