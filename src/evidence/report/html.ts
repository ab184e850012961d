import type { Interval } from '../wilson.ts';

/** Pieces of a page. All text goes through {@link escape}: names and files come from elsewhere. */

export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

type Row = readonly (string | number)[];

/** A table whose first column names the rows. Cells that look like numbers stand to the right. */
export function table(heads: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return '<p class="none">None.</p>';
  const example = rows[0] ?? [];
  const head = heads
    .map(
      (name, at) =>
        `<th scope="col"${at > 0 ? numeric(example[at] ?? '') : ''}>${escape(name)}</th>`,
    )
    .join('');
  const body = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((cell) => `<td${numeric(cell)}>${escape(String(cell))}</td>`).join('');
    return `<tr><th scope="row">${escape(String(name))}</th>${rest}</tr>`;
  });
  const first = heads.length > 0 ? `<thead><tr>${head}</tr></thead>` : '';
  return `<div class="wide"><table>${first}<tbody>${body.join('')}</tbody></table></div>`;
}

function numeric(cell: string | number): string {
  return /^[-+−]?[\d.,]+( %| R)?$/.test(String(cell)) ? ' class="number"' : '';
}

export function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
}

/** A signed number, or a dash for what is not known. */
export function signed(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(digits)}`;
}

export function plain(value: number | null | undefined, digits = 2): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '–'
    : value.toFixed(digits).replace('-', '−');
}

export function share(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : `${plain(100 * value, 1)} %`;
}

export function range(
  interval: Interval | null | undefined,
  show: (value: number) => string,
): string {
  return interval ? `${show(interval.low)} to ${show(interval.high)}` : 'too few to tell';
}

export function minutes(utc: number): string {
  return new Date(utc).toISOString().slice(0, 16).replace('T', ' ');
}

/** A duration in the two units a person would say. */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  const total = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(total / 1440), Math.floor(total / 60) % 24, total % 60];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}

/** Data inside a page: nothing in it can end the script that holds it. */
export function embedded(id: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${id}">${json}</script>`;
}
