import { resolve } from 'node:path';
import { readCalendars } from '../data/calendar.ts';
import { describeProblem } from '../data/data-problem.ts';
import { CommandError } from './exit-codes.ts';

/** The paths of calendar files that can be read; a wrong one is named, with its line. */
export function checkedCalendar(files: readonly string[]): readonly string[] {
  const paths = files.map((file) => resolve(file));
  const events = readCalendars(paths);
  if (!events.ok) throw new CommandError(describeProblem(events.problem));
  return paths;
}
