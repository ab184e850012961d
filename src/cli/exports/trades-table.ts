import type { AccountHistory, JournalTrade } from './account-history.ts';
import { cents, type ExportTable } from './table-of.ts';

const COLUMNS = [
  'account',
  'mode',
  'currency',
  'position',
  'symbol',
  'side',
  'lots',
  'opened_utc',
  'open_price',
  'closed_utc',
  'close_price',
  'stop',
  'target',
  'risk',
  'gross',
  'commission',
  'swap',
  'net',
  'r',
  'mae_r',
  'mfe_r',
  'exit',
  'confidence',
  'reason',
  'signal',
] as const;

/** One row for each closed position, for trading journals; what is not known is empty. */
export function tradesTable(account: string, history: AccountHistory): ExportTable {
  return {
    columns: COLUMNS,
    rows: history.trades.map((trade) => [
      account,
      history.mode,
      history.currency,
      ...tradeCells(trade),
    ]),
  };
}

function tradeCells(trade: JournalTrade): (string | number | null)[] {
  const isOurs = trade.risk > 0;
  return [
    trade.position,
    trade.symbol,
    trade.side,
    trade.lots,
    new Date(trade.openedAt).toISOString(),
    trade.openPrice,
    new Date(trade.closedAt).toISOString(),
    trade.closePrice,
    isOurs ? trade.stopLoss : null,
    isOurs ? trade.takeProfit : null,
    isOurs ? cents(trade.risk) : null,
    cents(trade.gross),
    cents(trade.commission),
    cents(trade.swap),
    cents(trade.net),
    isOurs ? trade.r.toFixed(4) : null,
    trade.mae === null ? null : trade.mae.toFixed(4),
    trade.mfe === null ? null : trade.mfe.toFixed(4),
    trade.exit,
    isOurs ? trade.confidence.toFixed(2) : null,
    trade.reason,
    trade.signalId,
  ];
}
