import { styleText } from 'node:util';
import Table from 'cli-table3';

export interface Column<Row> {
  readonly title: string;
  readonly right?: boolean;
  readonly of: (row: Row) => string;
}

/** Nothing is drawn around the cells, so that what is copied from a terminal is the words alone. */
const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows as aligned columns under their titles; on a terminal the last column is cut to its width. */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ of }) => of(row)));
  const table = new Table({
    head: columns.map(({ title }) => title.toUpperCase()),
    colAligns: columns.map(({ right }) => (right === true ? 'right' : 'left')),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...cells.map(fitted(columns, cells, process.stdout.columns)));
  const [head = '', ...body] = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return [paint('bold', head), ...body].join('\n');
}

/** Cuts the last cell of a row to what the terminal has left for it. */
function fitted<Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  width: number | undefined,
): (row: readonly string[]) => string[] {
  if (width === undefined) return (row) => [...row];
  const last = columns.length - 1;
  const before = columns.slice(0, last).reduce((sum, { title }, at) => {
    return sum + 2 + Math.max(title.length, ...cells.map((row) => (row[at] ?? '').length));
  }, 0);
  const left = Math.max(20, width - before);
  return (row) =>
    row.map((cell, at) =>
      at === last && cell.length > left ? `${cell.slice(0, left - 1)}…` : cell,
    );
}

type Style = Parameters<typeof styleText>[0];

/** Colour on a terminal that shows colours (`NO_COLOR` turns it off), never the only sign of a thing. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout, validateStream: true });
}
