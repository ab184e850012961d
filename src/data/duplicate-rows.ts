import type { BarSeries } from '../market/bar-series.ts';
import { failure, unitOf, type Failure } from './data-problem.ts';
import type { ParsedFile } from './parsed-file.ts';

/** So many rows of one time are no accident: the times themselves are lost. */
const COLLAPSED = 3;

/** The row of `time` in a series in order of time, or -1. */
export function rowAt(series: BarSeries, time: number): number {
  const row = series.indexAtOrAfter(time);
  return row < series.length && series.time[row] === time ? row : -1;
}

/** Are the prices, volume and spread of two rows the same? */
export function sameRow(a: BarSeries, rowA: number, b: BarSeries, rowB: number): boolean {
  return (
    a.open[rowA] === b.open[rowB] &&
    a.high[rowA] === b.high[rowB] &&
    a.low[rowA] === b.low[rowB] &&
    a.close[rowA] === b.close[rowB] &&
    a.volume[rowA] === b.volume[rowB] &&
    a.spread[rowA] === b.spread[rowB]
  );
}

/** Refusal of a row whose time another row has already, with other prices. */
export function conflictFailure(
  files: readonly ParsedFile[],
  at: ParsedFile,
  row: number,
): Failure {
  const wall = at.bars.time[row] as number;
  const line = at.lines.at(row);
  let ofSameTime = 0;
  for (let other = 0; other < at.bars.length; other += 1) {
    if (at.bars.time[other] === wall) ofSameTime += 1;
  }
  const time = describeWall(wall);
  if (ofSameTime >= COLLAPSED) {
    const reason = `${ofSameTime} rows carry the same time ${time}: the times of this file are lost`;
    return failure('collapsed-times', at.file, line, reason, 'Take the data from its source again');
  }
  const reason = `the row of ${time} has other prices than ${placeOfEarlier(files, at, row)}`;
  const mend = 'Find out which row is right and delete the other';
  return failure('conflicting-duplicate', at.file, line, reason, mend);
}

function placeOfEarlier(files: readonly ParsedFile[], at: ParsedFile, row: number): string {
  const wall = at.bars.time[row];
  for (const file of files) {
    const end = file === at ? row : file.bars.length;
    for (let other = 0; other < end; other += 1) {
      if (file.bars.time[other] !== wall) continue;
      const line = `${unitOf(file.file)} ${file.lines.at(other)}`;
      return file === at ? line : `${line} of ${file.file}`;
    }
    if (file === at) break;
  }
  return 'an earlier row of the same instant';
}

/** A wall clock reading as `2022-10-10 00:15`, with seconds where there are any. */
export function describeWall(wall: number): string {
  const text = new Date(wall).toISOString().replace('T', ' ');
  return text.endsWith(':00.000Z') ? text.slice(0, 16) : text.slice(0, 19);
}
