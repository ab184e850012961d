import { MINUTE_MS } from '../../market/units.ts';
import type { ReferenceBars } from './reference-bars.ts';

/** The library's windows, `[start, end]` on the file's own clock, the end's minute included. */
const WINDOWS = {
  Sydney: ['21:00', '06:00'],
  Tokyo: ['00:00', '09:00'],
  London: ['07:00', '16:00'],
  'New York': ['13:00', '22:00'],
  'Asian kill zone': ['00:00', '04:00'],
  'London open kill zone': ['06:00', '09:00'],
  'New York kill zone': ['11:00', '14:00'],
  'london close kill zone': ['14:00', '16:00'],
} as const;

export type SessionName = keyof typeof WINDOWS | 'Custom';

export const SESSION_NAMES: readonly SessionName[] = [
  ...(Object.keys(WINDOWS) as (keyof typeof WINDOWS)[]),
  'Custom',
];

export interface SessionTable {
  /** 1 inside the session, else 0. */
  readonly active: Int32Array;
  /** Extremes since the session began, 0 outside. */
  readonly high: Float32Array;
  readonly low: Float32Array;
}

/**
 * A session's running high and low. Windows are of the file's `wall` clock (ms), whatever zone
 * that is, without summer time; a gap in the data does not end a session. `start` and `end`
 * (`HH:MM`) are for the session `Custom`.
 */
export function sessions(
  bars: ReferenceBars,
  wall: Float64Array,
  name: SessionName,
  start = '',
  end = '',
): SessionTable {
  const { length } = bars;
  const [startText, endText] = name === 'Custom' ? [start, end] : WINDOWS[name];
  const first = minuteOfDay(startText);
  const last = minuteOfDay(endText);
  const wraps = first >= last;
  const active = new Int32Array(length);
  const high = new Float32Array(length);
  const low = new Float32Array(length);
  for (let row = 0; row < length; row += 1) {
    const minute = positiveRemainder(Math.floor((wall[row] as number) / MINUTE_MS), 1440);
    const after = minute >= first;
    const before = minute <= last;
    if (!(wraps ? after || before : after && before)) continue;
    active[row] = 1;
    const goesOn = row > 0 && active[row - 1] === 1;
    high[row] = goesOn
      ? Math.max(high[row - 1] as number, bars.high[row] as number)
      : (bars.high[row] as number);
    low[row] = goesOn
      ? Math.min(low[row - 1] as number, bars.low[row] as number)
      : (bars.low[row] as number);
  }
  return { active, high, low };
}

/** Minutes since midnight of `HH:MM`. A RangeError for any other text. */
export function minuteOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw new RangeError(`a time of day is written HH:MM, not '${text}'`);
  return Number(match[1]) * 60 + Number(match[2]);
}

function positiveRemainder(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
