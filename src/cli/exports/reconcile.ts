import { dealsIn, type DealRow } from '../../evidence/compare/mt5-report.ts';
import { reportText } from '../../evidence/compare/sides.ts';
import { tableRows } from '../../evidence/compare/mt5-tables.ts';
import { csvFields } from '../../data/csv-record.ts';
import { toWall, type ClockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import type { AccountHistory, BookedCharge, BookedDeal } from './account-history.ts';
import { serverTime } from './deals-table.ts';
import { cents } from './table-of.ts';

/** Where the broker's statement and our record are not the same. The statement is right. */
export interface Difference {
  readonly deal: string;
  readonly what: string;
  readonly statement: string;
  readonly ours: string;
}

export interface Reconciliation {
  /** Deals that are the same in both. */
  readonly agreed: number;
  readonly differences: readonly Difference[];
  /** Span of the statement, on the server's clock. */
  readonly from: string;
  readonly to: string;
}

export type ReadStatement =
  | { readonly ok: true; readonly deals: readonly DealRow[] }
  | { readonly ok: false; readonly message: string };

/** The deals of MT5's history report: its HTML or XML, or a CSV with its columns. */
export function readStatement(bytes: Uint8Array, name: string): ReadStatement {
  const text = reportText(bytes).replace(/^\uFEFF/, '');
  const rows = /^\s*</.test(text) ? tableRows(text) : csvRows(text);
  const deals = dealsIn(rows);
  if (typeof deals === 'string') {
    const message = `${name} ${deals.replace('of the Strategy Tester', 'of the account history')}`;
    return { ok: false, message };
  }
  if (deals.length === 0) return { ok: false, message: `${name} has no deal in it.` };
  return { ok: true, deals };
}

function csvRows(text: string): readonly (readonly string[])[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const separator = [';', '\t'].find((one) => (lines[0] ?? '').split(one).length > 6);
  return lines.map((line) =>
    separator === undefined ? csvFields(line) : line.split(separator).map((cell) => cell.trim()),
  );
}

/** Hold the statement against our record, for the time that the statement covers. */
export function reconcile(
  statement: readonly DealRow[],
  { entries }: AccountHistory,
  clock: ClockRule,
): Reconciliation {
  const times = statement.map(({ time }) => time);
  const from = Math.min(...times);
  const to = Math.max(...times);
  const within = (instant: UtcMs): boolean => {
    const time = seconds(toWall(clock, instant));
    return time >= seconds(from) && time <= seconds(to);
  };
  const ours = new Map<string, BookedDeal>();
  for (const entry of entries) if (entry.type === 'deal') ours.set(entry.deal.ticket, entry);
  const theirs = statement.filter(({ type }) => type === 'buy' || type === 'sell');
  const differences: Difference[] = [];
  let agreed = 0;
  for (const row of theirs) {
    const own = ours.get(row.deal);
    const found = own ? compared(row, own, clock) : [missing(row)];
    if (found.length === 0) agreed += 1;
    differences.push(...found);
  }
  const known = new Set(theirs.map(({ deal }) => deal));
  for (const { deal } of ours.values()) {
    if (known.has(deal.ticket) || !within(deal.time)) continue;
    const words = `${deal.side} ${deal.lots} ${deal.symbol} at ${deal.price}`;
    const what = 'the statement has no such deal';
    differences.push({ deal: deal.ticket, what, statement: '', ours: words });
  }
  for (const entry of entries) {
    if (entry.type !== 'charge' || !within(entry.time)) continue;
    const row = statement.find(({ deal }) => deal === entry.charge.ticket);
    const found = chargeDifferences(entry, row);
    if (found.length === 0) agreed += 1;
    differences.push(...found);
  }
  differences.push(...balances(statement, entries));
  return { agreed, differences, from: textOf(from), to: textOf(to) };
}

function missing({ deal, type, volume, symbol, price }: DealRow): Difference {
  const statement = `${type} ${volume} ${symbol} at ${price}`;
  return { deal, what: 'our record has no such deal', statement, ours: '' };
}

function compared(row: DealRow, { deal }: BookedDeal, clock: ClockRule): Difference[] {
  const pairs: [what: string, statement: string, ours: string][] = [
    ['time', textOf(row.time), serverTime(deal.time, clock)],
    ['symbol', row.symbol, deal.symbol],
    ['type', row.type, deal.side],
    ['direction', row.direction, deal.entry],
    ['volume', String(row.volume), String(deal.lots)],
    ['price', String(row.price), String(deal.price)],
    ['commission', cents(row.commission), cents(deal.commission)],
    ['swap', cents(row.swap), cents(deal.swap)],
    ['profit', cents(row.profit), cents(deal.profit)],
  ];
  return pairs
    .filter(([, statement, ours]) => statement !== ours)
    .map(([what, statement, ours]) => ({ deal: row.deal, what, statement, ours }));
}

/** What a statement calls a charge is its own affair; its number and its sum are not. */
function chargeDifferences({ charge }: BookedCharge, row: DealRow | undefined): Difference[] {
  const ours = cents(charge.amount);
  if (!row) {
    const what = 'the statement has no such deal';
    return [{ deal: charge.ticket, what, statement: '', ours: `${charge.kind} ${ours}` }];
  }
  const statement = cents(row.profit + row.commission + row.swap);
  return statement === ours ? [] : [{ deal: charge.ticket, what: 'amount', statement, ours }];
}

/** The balance after the statement's last deal that we know too. */
function balances(
  statement: readonly DealRow[],
  entries: AccountHistory['entries'],
): readonly Difference[] {
  const last = statement.findLast(({ type }) => type === 'buy' || type === 'sell');
  const own = entries.find((entry) => entry.type === 'deal' && entry.deal.ticket === last?.deal);
  if (!last || !own || cents(last.balance) === cents(own.balance)) return [];
  const sides = { statement: cents(last.balance), ours: cents(own.balance) };
  return [{ deal: last.deal, what: 'balance after it', ...sides }];
}

function seconds(time: number): number {
  return Math.floor(time / 1000);
}

function textOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replaceAll('-', '.').replace('T', ' ');
}
