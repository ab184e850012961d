import { readCalendars } from '../data/calendar.ts';
import { calendarWordOf } from '../data/economic-calendar-files.ts';
import { ChangingCalendar, type CalendarWord } from '../market/changing-calendar.ts';
import type { ThreadStart } from './messages.ts';

const GONE: CalendarWord = { gap: 'the calendar files cannot be read any more' };

/**
 * What an account's own calendar files say; undefined when it has none. They were checked before the
 * thread was started: one that has gone since must not keep positions from being looked after.
 */
export function filedCalendar({ calendar, emergency }: ThreadStart): CalendarWord | undefined {
  if (!calendar || emergency !== undefined) return undefined;
  try {
    const events = readCalendars(calendar);
    return events.ok ? calendarWordOf(events.value) : GONE;
  } catch {
    return GONE;
  }
}

/** The calendar of an account whose market brings none along. */
export function calendarOfFiles(start: ThreadStart): ChangingCalendar | undefined {
  const filed = filedCalendar(start);
  return filed && new ChangingCalendar(filed);
}
