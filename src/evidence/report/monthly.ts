import type { Trade } from '../../agents/trade-ledger.ts';
import type { BacktestRun } from '../../backtest/runner.ts';
import { signed, table } from './html.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A line for each year: what the equity did in each month and in all, and the trades that ended. */
export function monthlyTable(trades: readonly Trade[], equity: BacktestRun['equity']): string {
  const closed = Map.groupBy(trades, ({ closedAt }) => yearOf(monthOf(closedAt)));
  const changes = equityChanges(equity);
  const years = new Set([...closed.keys(), ...[...changes.keys()].map(yearOf)]);
  const rows = [...years].toSorted().map((year) => {
    const members = closed.get(year) ?? [];
    const sumR = members.reduce((sum, { r }) => sum + r, 0);
    const months = MONTHS.map((_, at) => changes.get(`${year}-${String(at + 1).padStart(2, '0')}`));
    const known = months.filter((change) => change !== undefined);
    const whole = 100 * (known.reduce((product, change) => product * (1 + change / 100), 1) - 1);
    const wins = members.filter(({ net }) => net > 0).length;
    return [
      year,
      ...months.map((change) => signed(change, 1)),
      known.length === 0 ? '–' : `${signed(whole, 1)} %`,
      members.length,
      wins,
      signed(sumR, 2),
    ];
  });
  const heads = ['Year', ...MONTHS, 'Year', 'Trades', 'Won', 'Sum of R'];
  return `<p class="soft">Change of equity in per cent, against the end of the month before.</p>
<div class="months">${table(heads, rows)}</div>`;
}

function yearOf(month: string): string {
  return month.slice(0, 4);
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
