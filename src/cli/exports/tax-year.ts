import { toWall, type ClockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import type { AccountHistory, HistoryEntry, JournalTrade } from './account-history.ts';
import { cents, type ExportTable } from './table-of.ts';

/** What a span of time brought, in account currency. */
export interface TaxPeriod {
  /** `2026` or `2026-03`. */
  readonly period: string;
  readonly opening: number;
  readonly profit: number;
  readonly commission: number;
  readonly swap: number;
  /** What the broker took or gave without a trade. */
  readonly charges: number;
  /** Money paid in or out, and whatever else nothing booked explains. */
  readonly cash: number;
  readonly closing: number;
}

export interface TaxYear {
  readonly total: TaxPeriod;
  readonly months: readonly TaxPeriod[];
  /** Positions closed in the year. */
  readonly trades: readonly JournalTrade[];
}

/** A year on the clock that is named; sums are those of the deals, as they were booked. */
export function taxYear(history: AccountHistory, year: number, clock: ClockRule): TaxYear {
  const name = String(year);
  const periodOf = (time: UtcMs): string => new Date(toWall(clock, time)).toISOString().slice(0, 7);
  const entries = history.entries.map((entry) => ({ entry, month: periodOf(entry.time) }));
  const opening = entries.findLast(({ month }) => month.slice(0, 4) < name)?.entry.balance ?? 0;
  const months: TaxPeriod[] = [];
  let balance = opening;
  for (let at = 1; at <= 12; at += 1) {
    const period = `${name}-${String(at).padStart(2, '0')}`;
    const within = entries.filter(({ month }) => month === period).map(({ entry }) => entry);
    const sums = periodOfEntries(period, balance, within);
    months.push(sums);
    balance = sums.closing;
  }
  const inYear = entries
    .filter(({ month }) => month.startsWith(`${name}-`))
    .map(({ entry }) => entry);
  return {
    total: periodOfEntries(name, opening, inYear),
    months,
    trades: history.trades.filter(({ closedAt }) => periodOf(closedAt).startsWith(`${name}-`)),
  };
}

function periodOfEntries(
  period: string,
  opening: number,
  entries: readonly HistoryEntry[],
): TaxPeriod {
  const sums = { profit: 0, commission: 0, swap: 0, charges: 0, cash: 0 };
  for (const entry of entries) {
    if (entry.type === 'cash') sums.cash += entry.amount;
    else if (entry.type === 'charge') sums.charges += entry.charge.amount;
    else {
      sums.profit += entry.deal.profit;
      sums.commission += entry.deal.commission;
      sums.swap += entry.deal.swap;
    }
  }
  return { period, opening, ...sums, closing: entries.at(-1)?.balance ?? opening };
}

const COLUMNS = [
  'record',
  'period',
  'currency',
  'opening',
  'profit',
  'commission',
  'swap',
  'charges',
  'net',
  'cash',
  'closing',
  'position',
  'symbol',
  'side',
  'lots',
  'opened_utc',
  'closed_utc',
] as const;

/** The year, its months, and each position that was closed in it. */
export function taxTable({ total, months, trades }: TaxYear, currency: string): ExportTable {
  const sums = (record: string, { period, opening, closing, cash, ...rest }: TaxPeriod) => [
    record,
    period,
    currency,
    cents(opening),
    cents(rest.profit),
    cents(rest.commission),
    cents(rest.swap),
    cents(rest.charges),
    cents(rest.profit + rest.commission + rest.swap + rest.charges),
    cents(cash),
    cents(closing),
    ...NO_TRADE,
  ];
  return {
    columns: COLUMNS,
    rows: [
      sums('year', total),
      ...months.map((month) => sums('month', month)),
      ...trades.map((trade) => [
        'trade',
        total.period,
        currency,
        null,
        cents(trade.gross),
        cents(trade.commission),
        cents(trade.swap),
        null,
        cents(trade.net),
        null,
        null,
        trade.position,
        trade.symbol,
        trade.side,
        trade.lots,
        new Date(trade.openedAt).toISOString(),
        new Date(trade.closedAt).toISOString(),
      ]),
    ],
  };
}

const NO_TRADE = [null, null, null, null, null, null];
