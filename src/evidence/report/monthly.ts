import type { Trade } from '../../agents/trade-ledger.ts';
import type { BacktestRun } from '../../backtest/runner.ts';
import { plain, signed, table } from './html.ts';

/** Each month: trades that ended in it, their R, and what the equity did. */
export function monthlyTable(trades: readonly Trade[], equity: BacktestRun['equity']): string {
  const closed = Map.groupBy(trades, ({ closedAt }) => monthOf(closedAt));
  const changes = equityChanges(equity);
  const months = [...new Set([...closed.keys(), ...changes.keys()])].toSorted();
  const rows = months.map((month) => {
    const members = closed.get(month) ?? [];
    const sumR = members.reduce((sum, { r }) => sum + r, 0);
    const net = members.reduce((sum, one) => sum + one.net, 0);
    const wins = members.filter((one) => one.net > 0).length;
    const change = changes.get(month);
    return [
      month,
      members.length,
      wins,
      signed(sumR, 2),
      plain(net),
      change === undefined ? '–' : `${signed(change, 2)} %`,
    ];
  });
  return table(['Month', 'Trades', 'Won', 'Sum of R', 'Net', 'Equity'], rows);
}

/** Change of equity over each month in per cent, against the end of the month before. */
function equityChanges(equity: BacktestRun['equity']): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const [time, value] of equity) ends.set(monthOf(time), value);
  const changes = new Map<string, number>();
  let before: number = equity[0]?.[1] ?? 0;
  for (const [month, end] of ends) {
    if (before > 0) changes.set(month, (100 * (end - before)) / before);
    before = end;
  }
  return changes;
}

function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}
