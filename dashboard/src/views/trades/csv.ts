import type { ClosedTrade } from '../../api/types.ts';

const COLUMNS = [
  'account',
  'position',
  'symbol',
  'side',
  'lots',
  'openedAt',
  'openPrice',
  'closedAt',
  'closePrice',
  'stopLoss',
  'takeProfit',
  'risk',
  'gross',
  'commission',
  'swap',
  'net',
  'r',
  'mae',
  'mfe',
  'exit',
  'signalId',
  'confidence',
] as const satisfies readonly (keyof ClosedTrade)[];

const TIMES: ReadonlySet<string> = new Set(['openedAt', 'closedAt']);

/** Trades as CSV (RFC 4180), times in ISO 8601 UTC, numbers unrounded. */
export function csvOf(trades: readonly ClosedTrade[]): string {
  const lines = trades.map((trade) =>
    COLUMNS.map((name) => cell(TIMES.has(name) ? isoOf(trade[name]) : trade[name])).join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

function isoOf(time: unknown): string {
  return new Date(Number(time)).toISOString();
}

/** What is not known is left empty. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  // A spreadsheet would run what begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Have the browser save the trades as a file. */
export function downloadCsv(trades: readonly ClosedTrade[], name: string): void {
  const url = URL.createObjectURL(new Blob([csvOf(trades)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
