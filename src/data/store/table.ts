import type { BarSeries } from '../../market/bar-series.ts';
import type { TickSeries } from '../tick-series.ts';

export type Column = Float64Array | Float32Array;

/** Bars or ticks as columns of one length; the first is the time, which never goes back. */
export interface Table {
  readonly length: number;
  readonly columns: readonly Column[];
}

export function barTable(series: BarSeries): Table {
  const { time, open, high, low, close, volume, spread, length } = series;
  return { length, columns: [time, open, high, low, close, volume, spread] };
}

export function tickTable(ticks: TickSeries): Table {
  return { length: ticks.length, columns: [ticks.time, ticks.bid, ticks.ask] };
}

export function timeAt(table: Table, row: number): number {
  return (table.columns[0] as Column)[row] as number;
}

/** The first row at or after `time`; the length when there is none. */
export function rowFrom(table: Table, time: number): number {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeAt(table, middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows `from` (included) to `to` (not included), sharing the memory of the whole. */
export function rowsBetween(table: Table, from: number, to: number): Table {
  return { length: to - from, columns: table.columns.map((column) => column.subarray(from, to)) };
}

/** Columns of the kinds of `like`, with room for `length` rows. */
export function emptyTable(like: Table, length: number): Table {
  const columns = like.columns.map((column) =>
    column instanceof Float64Array ? new Float64Array(length) : new Float32Array(length),
  );
  return { length, columns };
}

/** Copies `count` rows. */
export function copyRows(from: Table, row: number, count: number, to: Table, at: number): void {
  for (let index = 0; index < to.columns.length; index += 1) {
    const source = from.columns[index] as Column;
    const target = to.columns[index] as Column;
    if (count === 1) target[at] = source[row] as number;
    else target.set(source.subarray(row, row + count), at);
  }
}

/** Are the rows the same in every column? */
export function sameRow(a: Table, rowA: number, b: Table, rowB: number): boolean {
  for (let index = 0; index < a.columns.length; index += 1) {
    if ((a.columns[index] as Column)[rowA] !== (b.columns[index] as Column)[rowB]) return false;
  }
  return true;
}
