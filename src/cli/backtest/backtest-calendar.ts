import { calendarOf } from '../../data/economic-calendar-files.ts';
import { readCalendars } from '../../data/calendar.ts';
import { describeProblem } from '../../data/data-problem.ts';
import type { EconomicCalendar } from '../../market/economic-calendar.ts';
import { CommandError } from '../exit-codes.ts';
import { namedFile, type NamedFile } from '../named-file.ts';

export interface BacktestCalendar {
  readonly calendar: EconomicCalendar | undefined;
  /** What a reader of the result should know of it. */
  readonly note: string;
  /** Its files, for the result. */
  readonly files: readonly NamedFile[];
}

/** The calendar of the files named with --calendar. */
export function backtestCalendar(files: readonly string[] | undefined): BacktestCalendar {
  if (files === undefined) {
    const note = 'No economic calendar: trades are taken through news.';
    return { calendar: undefined, note, files: [] };
  }
  const events = readCalendars(files);
  if (!events.ok) throw new CommandError(describeProblem(events.problem));
  const currencies = [...new Set(events.value.map(({ currency }) => currency))].toSorted();
  const note = `Economic calendar: ${events.value.length} events of ${currencies.join(', ')}.`;
  return { calendar: calendarOf(events.value), note, files: files.map(namedFile) };
}
