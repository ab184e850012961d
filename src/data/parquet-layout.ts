import { rolesOf, type ColumnRole } from './row-layout.ts';
import type { ParquetColumn } from './parquet-table.ts';

/** A column that is read, and as what. */
export interface ParquetPart {
  readonly column: ParquetColumn;
  readonly role: ColumnRole;
}

/** Names of times that no table of text has. `time_msc` stands beside whole seconds in `time`. */
const MILLISECONDS = 'time_msc';
const INDEX = ['__index_level_0__', 'index'];
const TIME_NAMES = [MILLISECONDS, 'ts_event', 'ts', 'open_time', 'opentime', ...INDEX];
const TIME_ROLES: readonly ColumnRole[] = ['stamp', 'date', 'clock'];
const BAR: readonly ColumnRole[] = ['open', 'high', 'low', 'close'];
const ASK_BAR: readonly ColumnRole[] = ['askOpen', 'askHigh', 'askLow', 'askClose'];

/** How the columns of a Parquet file are to be read; undefined when it holds no bars or ticks. */
export function layoutOfParquet(
  columns: readonly ParquetColumn[],
): readonly ParquetPart[] | undefined {
  const roles = rolesOf(columns.map(({ name }) => name));
  const parts = columns.map((column, index): ParquetPart => {
    return { column, role: roles[index] as ColumnRole };
  });
  const times = timesOf(parts);
  const has = (...wanted: ColumnRole[]) => wanted.every((role) => roles.includes(role));
  const values: readonly ColumnRole[] = has(...BAR)
    ? [...BAR, ...(has(...ASK_BAR) ? ASK_BAR : []), 'volume', 'spread']
    : ['bid', 'ask'];
  if (times.length === 0 || !(has(...BAR) || has('bid', 'ask'))) return undefined;
  const read = parts.filter(
    ({ role, column }) => values.includes(role) && column.kind !== 'time' && column.kind !== 'day',
  );
  return [...times, ...read];
}

/** The one column of times, or a day and a time of day in two. */
function timesOf(parts: readonly ParquetPart[]): readonly ParquetPart[] {
  const named = parts.filter(
    ({ role, column }) => TIME_ROLES.includes(role) || TIME_NAMES.includes(nameOf(column)),
  );
  const own = named.filter(({ column }) => !INDEX.includes(nameOf(column)));
  const date = own.find(({ role }) => role === 'date');
  const clock = own.find(({ role, column }) => role === 'clock' && column.kind === 'text');
  const typed = parts.filter(({ column }) => column.kind === 'time');
  const chosen =
    named.find(({ column }) => nameOf(column) === MILLISECONDS) ??
    own.find(({ column }) => column.kind === 'time');
  if (chosen) return [asStamp(chosen)];
  if (date && clock && date.column.kind !== 'number') return [date, clock];
  const other = own[0] ?? named[0] ?? (typed.length === 1 ? typed[0] : undefined);
  return other ? [asStamp(other)] : [];
}

function asStamp({ column }: ParquetPart): ParquetPart {
  return { column, role: 'stamp' };
}

function nameOf({ name }: ParquetColumn): string {
  return name.toLowerCase();
}
