import { csvField } from '../../evidence/report/trades-csv.ts';

/** A table that can be written as CSV, or as JSON with the same names. */
export interface ExportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** RFC 4180; what is not known is empty. */
export function csvText({ columns, rows }: ExportTable): string {
  const lines = rows.map((row) =>
    row.map((value) => csvField(value === null ? '' : String(value))).join(','),
  );
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

export function objectsOf({
  columns,
  rows,
}: ExportTable): Record<string, string | number | null>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])),
  );
}

/** An amount in whole cents, as a broker's statement writes it. */
export function cents(amount: number): string {
  const text = amount.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}
