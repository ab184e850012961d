import type { ClockRule } from '../../market/clock-rule.ts';
import type { TradingWeek, WeekWindow } from '../../market/trading-week.ts';

const DAY = 1440;
const WEEK = 7 * DAY;

/**
 * Trading sessions of the server's wall clock (seconds of each day from Sunday on) as a week on the
 * civil clock of the zone that the server's clock follows: there the summer time is known.
 */
export function weekOf(
  sessions: readonly (readonly (readonly [number, number, ...unknown[]])[])[],
  clock: ClockRule,
): TradingWeek {
  const { zone = 'UTC', shiftMs = 0 } = clock.stretches.at(-1) ?? {};
  const shift = shiftMs / 60_000;
  const joined: { open: number; close: number }[] = [];
  for (const [day, list] of sessions.entries()) {
    for (const [from, to] of list) {
      const open = day * DAY + Math.floor(from / 60);
      const close = day * DAY + Math.ceil(to / 60);
      const last = joined.at(-1);
      if (last && open <= last.close) last.close = Math.max(last.close, close);
      else if (close > open) joined.push({ open, close });
    }
  }
  const [first] = joined;
  const last = joined.at(-1);
  if (first && last && first.close - first.open >= WEEK) {
    return { zone, windows: [{ openMinute: 0, closeMinute: WEEK }] };
  }
  const windows = joined.map(({ open, close }): WeekWindow => {
    const openMinute = (((open - shift) % WEEK) + WEEK) % WEEK;
    return { openMinute, closeMinute: openMinute + (close - open) };
  });
  return { zone, windows: windows.toSorted((one, other) => one.openMinute - other.openMinute) };
}
