import type { DataFile } from './data-file.ts';
import { failure, success, type Failure, type Outcome } from './data-problem.ts';
import { emptyParsedFile, type ParsedFile } from './parsed-file.ts';
import { layoutOfParquet, type ParquetPart } from './parquet-layout.ts';
import { ParquetTable, type ParquetColumn, type ParquetValue } from './parquet-table.ts';
import { PLACE, PLACES, defectFailure, keepRow } from './row-reader.ts';
import type { RowLayout } from './row-layout.ts';
import { TextScanner } from './text-scanner.ts';

const SYMBOL = /^(symbol|ticker|instrument|instrument_id|pair|asset)$/i;
const MEND = 'Correct the row or write the file again';

/**
 * Reads bars or ticks of a Parquet file. Its rows are judged as those of a text are; a place is told by
 * its row, from 1.
 */
export function readParquet(file: DataFile): Outcome<ParsedFile> {
  try {
    return readTable(file, new ParquetTable(file.text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = `it is no Parquet file that can be read: ${why.replace(/^parquet /, '')}`;
    const mend =
      'Write or download it again, compressed with snappy, gzip, brotli or zstd, or not at all';
    return failure('unreadable', file.file, undefined, reason, mend);
  }
}

function readTable(file: DataFile, table: ParquetTable): Outcome<ParsedFile> {
  const parts = layoutOfParquet(table.columns);
  if (!parts) return unknownColumns(file, table.columns);
  const several = severalSymbols(file, table);
  if (several) return several;
  const layout = asRowLayout(parts);
  const parsed = emptyParsedFile(file, layout.format, layout.content, Math.max(1, table.rows));
  const columns = parts.map((part) => ({ ...part, values: table.read(part.column.name) }));
  const row = new Float64Array(PLACES);
  for (let at = 0; at < table.rows; at += 1) {
    row[0] = 0;
    for (const { role, column, values } of columns) {
      const value = values[at];
      const place = PLACE[role];
      const found = place === 0 ? timeOf(value, column) : numberOf(value, column);
      // No volume and no spread are told by many as nothing at all.
      const isMissing = value === null || value === undefined || Number.isNaN(found);
      const known = isMissing && (role === 'volume' || role === 'spread') ? 0 : found;
      if (Number.isNaN(known)) return badValue(file, at, column, place === 0, value);
      row[place] = place === 0 ? row[0] + known : known;
    }
    const defect = keepRow(parsed, layout, row, at + 1);
    if (defect !== undefined) return defectFailure(file, layout, at + 1, defect);
  }
  return success(parsed);
}

function asRowLayout(parts: readonly ParquetPart[]): RowLayout {
  const columns = parts.map(({ role }) => role);
  const content = !columns.includes('open')
    ? 'ticks'
    : columns.includes('askOpen')
      ? 'quote bars'
      : 'bars';
  return {
    format: `Parquet ${content}`,
    content,
    separator: 0,
    columns,
    header: undefined,
    dayStart: 0,
    keepsUnchanged: false,
  };
}

/** The wall clock reading in ms, whatever unit a number is in; NaN for what is no time. */
function timeOf(value: ParquetValue, { kind }: ParquetColumn): number {
  if (value === null || value === undefined) return NaN;
  if (typeof value === 'string') return textTime(value);
  if (kind === 'time' || kind === 'day') return Number(value);
  if (typeof value === 'bigint' && value > 100_000_000_000_000_000n) {
    return inReach(Number(value / 1_000_000n)); // nanoseconds
  }
  const number = Number(value);
  if (number > 1e17) return inReach(Math.floor(number / 1e6));
  if (number > 1e14) return inReach(Math.floor(number / 1e3)); // microseconds
  return inReach(number < 1e11 ? number * 1000 : number);
}

/** A count of rows is no time. */
function inReach(ms: number): number {
  return ms > 1e9 ? ms : NaN;
}

const encoder = new TextEncoder();

function textTime(text: string): number {
  const trimmed = text.trim();
  const scanner = new TextScanner(encoder.encode(`${trimmed}\n`), 0);
  const time = /^\d{2}:\d{2}/.test(trimmed) ? scanner.readClock() : scanner.readStamp();
  return scanner.atLineEnd ? time : NaN;
}

function numberOf(value: ParquetValue, { single, scale }: ParquetColumn): number {
  if (value === null || value === undefined) return NaN;
  const number = typeof value === 'string' ? textNumber(value) : Number(value);
  if (scale !== undefined) return Number(number.toFixed(scale));
  return single ? shortest(number) : number;
}

function textNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

/** The price that was meant by a number of single precision: 1.10005 and not 1.100049972534. */
function shortest(value: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value;
  for (let digits = 6; digits <= 8; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function unknownColumns(file: DataFile, columns: readonly ParquetColumn[]): Failure {
  const names = columns.map(({ name }) => name).join(', ');
  const reason = `its columns (${names.slice(0, 200)}) are no bars and no ticks`;
  const mend =
    'Name a column of times timestamp, and the others open, high, low, close, or bid, ask';
  return failure('unknown-format', file.file, undefined, reason, mend);
}

function severalSymbols(file: DataFile, table: ParquetTable): Failure | undefined {
  const column = table.columns.find(({ name, kind }) => kind === 'text' && SYMBOL.test(name));
  const found = column ? new Set(table.read(column.name)) : new Set();
  if (found.size < 2) return undefined;
  const names = [...found].slice(0, 5).join(', ');
  const reason = `it holds ${found.size} symbols in its column ${column?.name}: ${names}`;
  const mend = 'Write a file for each symbol';
  return failure('unknown-format', file.file, undefined, reason, mend);
}

function badValue(
  file: DataFile,
  at: number,
  { name }: ParquetColumn,
  isTime: boolean,
  value: ParquetValue,
): Failure {
  const found = value === null || value === undefined ? 'nothing' : JSON.stringify(String(value));
  const reason = `${found.slice(0, 42)} in column ${name} is ${isTime ? 'no time' : 'no number'}`;
  return failure(isTime ? 'bad-time' : 'bad-number', file.file, at + 1, reason, MEND);
}
