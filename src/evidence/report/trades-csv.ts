import type { MeasuredTrade } from '../replay/measured-trade.ts';

const COLUMNS = [
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
  'spreadCost',
  'exit',
  'confidence',
  'signalId',
] as const satisfies readonly (keyof MeasuredTrade)[];

/** One row a trade, RFC 4180, times in UTC; what is not known is empty. */
export function tradesCsv(trades: readonly MeasuredTrade[]): string {
  const rows = trades.map((trade) =>
    COLUMNS.map((column) => {
      const value = trade[column];
      if (column === 'openedAt' || column === 'closedAt')
        return new Date(Number(value)).toISOString();
      return csvField(value === null ? '' : String(value));
    }).join(','),
  );
  return `${[COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}

/** Quoted where it must be; what a spreadsheet would take for a formula is made a plain text. */
export function csvField(text: string): string {
  const isFormula = /^[=@+]/.test(text);
  return /[",\r\n]/.test(text) || isFormula
    ? `"${isFormula ? "'" : ''}${text.replaceAll('"', '""')}"`
    : text;
}
