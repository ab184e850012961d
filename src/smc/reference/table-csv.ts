import type { Column } from './reference-bars.ts';

/**
 * A table as CSV: the header, one line a row, empty for NaN. Cells are written as pandas writes
 * them: the shortest digits that give the stored value back in its own precision, `.0` on whole
 * numbers of columns that hold fractions.
 */
export function tableCsv(headers: readonly string[], columns: readonly Column[]): string {
  const writers = columns.map(cellWriter);
  const rows = columns[0]?.length ?? 0;
  const lines: string[] = [headers.join(',')];
  for (let row = 0; row < rows; row += 1) {
    let line = '';
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at] as Column;
      const write = writers[at] as (value: number) => string;
      if (at > 0) line += ',';
      line += write(column[row] as number);
    }
    lines.push(line);
  }
  lines.push('');
  return lines.join('\n');
}

/** Writes one column's cells; levels repeat for many rows, so it keeps the last text. */
function cellWriter(column: Column): (value: number) => string {
  if (column instanceof Int32Array) return String;
  const digits = column instanceof Float32Array ? shortestSingle : String;
  let lastValue = NaN;
  let lastText = '';
  return (value) => {
    if (Number.isNaN(value)) return '';
    if (value === lastValue) return lastText;
    lastValue = value;
    lastText = digits(value);
    if (/^-?\d+$/.test(lastText)) lastText += '.0';
    return lastText;
  };
}

/** The fewest digits that round to the same single-precision number. Nine are always enough. */
function shortestSingle(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}
