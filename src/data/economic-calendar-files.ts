import type { CalendarWord } from '../market/changing-calendar.ts';
import { EventCalendar, type CalendarSpan } from '../market/economic-calendar.ts';
import { DAY_MS, type Currency, type UtcMs } from '../market/units.ts';
import type { CalendarEvent } from './calendar.ts';

/**
 * Schedules do not say when they were published. Releases are announced months ahead, a few meetings
 * at short notice: each is taken as known a week before.
 */
const KNOWN_BEFORE_MS = 7 * DAY_MS;

type FiledWord = Exclude<CalendarWord, { gap: string }>;

/**
 * The events of calendar files as one calendar. It speaks for every calendar month (UTC) in which the
 * files hold an event at all, and for the currencies they name anywhere.
 */
export function calendarOf(events: readonly CalendarEvent[]): EventCalendar {
  const word = calendarWordOf(events);
  return new EventCalendar(word.events, word.scope);
}

/** The same as what a calendar says that may be joined with another. */
export function calendarWordOf(events: readonly CalendarEvent[]): FiledWord {
  const currencies = new Set<Currency>(events.map(({ currency }) => currency));
  return {
    events: events.map(({ time, currency, impact, title }) => ({
      time,
      currencies: [currency],
      impact,
      name: title,
      knownSince: (time - KNOWN_BEFORE_MS) as UtcMs,
    })),
    scope: { currencies: [...currencies], spans: monthsOf(events) },
  };
}

/** Months with an event, those that follow each other joined. */
function monthsOf(events: readonly CalendarEvent[]): readonly CalendarSpan[] {
  const spans: { from: UtcMs; to: UtcMs }[] = [];
  for (const { time } of events.toSorted((one, other) => one.time - other.time)) {
    const last = spans.at(-1);
    if (last !== undefined && time < last.to) continue;
    const date = new Date(time);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const from = Date.UTC(year, month, 1) as UtcMs;
    const to = Date.UTC(year, month + 1, 1) as UtcMs;
    if (last !== undefined && last.to === from) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}
