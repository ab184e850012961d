import { barDefect, type Bar } from '../market/bar.ts';
import type { Points, UtcMs } from '../market/units.ts';
import type { DataFile } from './data-file.ts';
import { failure, success, type Failure, type Outcome } from './data-problem.ts';
import { emptyParsedFile, type ParsedFile } from './parsed-file.ts';
import type { ColumnRole, RowLayout } from './row-layout.ts';
import { TextScanner } from './text-scanner.ts';

/** Where each role's value lies while its row is read; the time roles share the first place. */
export const PLACE: Readonly<Record<ColumnRole, number>> = {
  stamp: 0,
  date: 0,
  clock: 0,
  dayMs: 0,
  epoch: 0,
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  volume: 5,
  spread: 6,
  askOpen: 7,
  askHigh: 8,
  askLow: 9,
  askClose: 10,
  bid: 11,
  ask: 12,
  skip: 13,
};
export const PLACES = 14;
/** A row is rarely shorter; sizes the columns so that they grow at most once or twice. */
const BYTES_A_ROW = 32;

/** Reads the rows of a delimited text. The first bad row refuses the file. */
export function readRows(file: DataFile, layout: RowLayout): Outcome<ParsedFile> {
  const scanner = new TextScanner(file.text, layout.separator);
  const expected = Math.max(16, Math.ceil(file.text.length / BYTES_A_ROW));
  const parsed = emptyParsedFile(file, layout.format, layout.content, expected);
  const values = new Float64Array(PLACES);
  let line = 1;
  let headerIsDue = layout.header !== undefined;
  for (; !scanner.done; line += 1) {
    if (scanner.atLineEnd) {
      scanner.passLineEnd();
      continue;
    }
    if (headerIsDue) {
      headerIsDue = false;
      scanner.nextLine();
      continue;
    }
    const start = scanner.at;
    const bad = readRow(scanner, layout, values);
    if (bad >= 0) return rowFailure(file, layout, line, scanner.lineFrom(start), bad);
    const defect = keepRow(parsed, layout, values, line);
    if (defect !== undefined) return defectFailure(file, layout, line, defect);
    scanner.passLineEnd();
  }
  return success(parsed);
}

/** Reads one row into `values`; the index of the first column that is bad, or -1. */
function readRow(scanner: TextScanner, layout: RowLayout, values: Float64Array): number {
  const { columns } = layout;
  const last = columns.length - 1;
  for (let column = 0; column <= last; column += 1) {
    const role = columns[column] as ColumnRole;
    const place = PLACE[role];
    if (role === 'skip') scanner.skipField();
    else if (place === 0) {
      const time = readTime(scanner, role, layout.dayStart, values[0] as number);
      if (Number.isNaN(time)) return column;
      values[0] = time;
    } else if (layout.keepsUnchanged && (scanner.atSeparator || scanner.atLineEnd)) {
      // An empty bid or ask: the value of the row before stays.
    } else {
      const value = scanner.readNumber();
      if (Number.isNaN(value)) return column;
      values[place] = value;
    }
    if (column === last) return scanner.atLineEnd ? -1 : column + 1;
    if (!scanner.atSeparator) return column + 1;
    scanner.at += 1;
  }
  return -1;
}

function readTime(
  scanner: TextScanner,
  role: ColumnRole,
  dayStart: number,
  dateBefore: number,
): number {
  if (role === 'stamp') return scanner.readStamp();
  if (role === 'date') return scanner.readDate();
  if (role === 'clock') return dateBefore + scanner.readClock();
  if (role === 'dayMs') return dayStart + Math.floor(scanner.readNumber());
  const epoch = scanner.readNumber();
  return epoch < 1e11 ? epoch * 1000 : epoch;
}

/** Appends the row; what is wrong with it instead, when something is. */
export function keepRow(
  parsed: ParsedFile,
  layout: RowLayout,
  values: Float64Array,
  line: number,
): string | undefined {
  if (layout.content === 'ticks') return keepTick(parsed, layout, values, line);
  const volume = values[PLACE.volume] as number;
  if (volume < 0) return `volume ${volume} is negative`;
  const spread = values[PLACE.spread] as number;
  if (spread < 0) return `spread ${spread} is negative`;
  const defect = keepBar(parsed.bars, values, PLACE.open, volume, spread);
  if (defect !== undefined) return defect;
  if (layout.content === 'quote bars') {
    const askDefect = keepBar(parsed.ask, values, PLACE.askOpen, 0, 0);
    if (askDefect !== undefined) return `in its ask prices, ${askDefect}`;
  }
  parsed.lines.push(line);
  return undefined;
}

function keepTick(
  parsed: ParsedFile,
  layout: RowLayout,
  values: Float64Array,
  line: number,
): string | undefined {
  const bid = values[PLACE.bid] as number;
  const ask = values[PLACE.ask] as number;
  const quoted = bid > 0 && ask > 0 && bid < Infinity && ask < Infinity;
  if (!quoted) {
    // MT5 leaves out a side that has not been quoted yet: no quote until both are known.
    const isWaiting = layout.keepsUnchanged && (bid === 0 || ask === 0);
    return isWaiting ? undefined : 'a price is zero, negative or no number';
  }
  parsed.ticks.push(values[0] as number, bid, ask);
  parsed.lines.push(line);
  return undefined;
}

function keepBar(
  series: ParsedFile['bars'],
  values: Float64Array,
  place: number,
  volume: number,
  spread: number,
): string | undefined {
  const open = values[place] as number;
  const high = values[place + 1] as number;
  const low = values[place + 2] as number;
  const close = values[place + 3] as number;
  const time = values[0] as number;
  // The usual row passes on comparisons alone; words are for the row that does not.
  const isSound =
    low > 0 && low <= open && low <= close && high >= open && high >= close && high < Infinity;
  if (!isSound) {
    const bar: Bar = {
      time: time as UtcMs,
      open,
      high,
      low,
      close,
      volume,
      spread: spread as Points,
    };
    const defect = barDefect(bar);
    if (defect !== undefined) return defect;
  }
  series.pushValues(time, open, high, low, close, volume, spread);
  return undefined;
}

const TIME_ROLES: readonly ColumnRole[] = ['stamp', 'date', 'clock', 'dayMs', 'epoch'];

function rowFailure(
  file: DataFile,
  layout: RowLayout,
  line: number,
  text: string,
  column: number,
): Failure {
  if (layout.header !== undefined && text === layout.header) {
    const reason = 'the header line comes again';
    const mend = 'Delete the line; if two exports were joined, give them as two files instead';
    return failure('repeated-header', file.file, line, reason, mend);
  }
  const fields = text.split(String.fromCharCode(layout.separator));
  const expected = layout.columns.length;
  if (fields.length !== expected) {
    const reason = `the row has ${fields.length} columns, not ${expected} as a ${layout.format} has`;
    const mend = 'Export the file again; a row may be cut off or a decimal comma in use';
    return failure('wrong-columns', file.file, line, reason, mend);
  }
  const role = layout.columns[column] ?? 'skip';
  const found = JSON.stringify((fields[column] ?? '').slice(0, 40));
  if (TIME_ROLES.includes(role)) {
    const reason = `${found} is not a time between 1970 and 2060`;
    return failure('bad-time', file.file, line, reason, 'Correct the row or export the file again');
  }
  const reason = `${found} in column ${column + 1} (${role}) is not a number`;
  return failure('bad-number', file.file, line, reason, 'Correct the row or export the file again');
}

/** Refusal of a row that is well-formed and impossible. */
export function defectFailure(
  file: DataFile,
  layout: RowLayout,
  line: number,
  defect: string,
): Failure {
  const mend = 'Correct or delete the row, or take the data from another source';
  const kind = layout.content === 'ticks' ? 'bad-quote' : 'bad-bar';
  return failure(kind, file.file, line, defect, mend);
}
