import { toWall, type ClockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import type { AccountHistory, BookedCharge, BookedDeal, CashFlow } from './account-history.ts';
import { cents, type ExportTable } from './table-of.ts';

/** The columns of the deals in MetaTrader 5's history report, in its order. */
const COLUMNS = [
  'Time',
  'Deal',
  'Symbol',
  'Type',
  'Direction',
  'Volume',
  'Price',
  'Order',
  'Commission',
  'Fee',
  'Swap',
  'Profit',
  'Balance',
  'Comment',
] as const;

/** Deals, charges and other changes of the balance as MT5's history report has them, on the server's own clock. */
export function dealsTable(history: AccountHistory, clock: ClockRule): ExportTable {
  return {
    columns: COLUMNS,
    rows: history.entries.map((entry) => {
      if (entry.type === 'deal') return dealRow(entry, clock);
      return entry.type === 'charge' ? chargeRow(entry, clock) : cashRow(entry, clock);
    }),
  };
}

function cashRow({ time, amount, balance }: CashFlow, clock: ClockRule): string[] {
  const amounts = ['0.00', '0.00', '0.00', cents(amount), cents(balance)];
  return [serverTime(time, clock), '', '', 'balance', '', '', '', '', ...amounts, ''];
}

function chargeRow({ charge, balance }: BookedCharge, clock: ClockRule): string[] {
  const { ticket, time, kind, amount, comment } = charge;
  const type = kind.replaceAll('-', ' ');
  const amounts = ['0.00', '0.00', '0.00', cents(amount), cents(balance)];
  return [serverTime(time, clock), ticket, '', type, '', '', '', '', ...amounts, comment];
}

function dealRow({ deal, balance }: BookedDeal, clock: ClockRule): (string | number)[] {
  return [
    serverTime(deal.time, clock),
    deal.ticket,
    deal.symbol,
    deal.side,
    deal.entry,
    deal.lots,
    deal.price,
    deal.order,
    cents(deal.commission),
    '0.00',
    cents(deal.swap),
    cents(deal.profit),
    cents(balance),
    deal.comment,
  ];
}

/** `2026.01.06 12:00:00`, as MT5 writes it. */
export function serverTime(time: UtcMs, clock: ClockRule): string {
  const text = new Date(toWall(clock, time)).toISOString();
  return text.slice(0, 19).replaceAll('-', '.').replace('T', ' ');
}
