import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { accountSettings } from '../../config/account-settings.ts';
import { clockRule, type ClockRule } from '../../market/clock-rule.ts';
import type { AccountName } from '../../market/units.ts';
import { accountsIn, readAccountNow } from '../journal/account-journal.ts';
import { mustBeWritable } from '../backtest/backtest-output.ts';
import { configuration } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { HistoryFold, type AccountHistory } from './account-history.ts';
import { dealsTable } from './deals-table.ts';
import { readStatement, reconcile, type Difference } from './reconcile.ts';
import { csvText, objectsOf, type ExportTable } from './table-of.ts';
import { taxTable, taxYear } from './tax-year.ts';
import { tradesTable } from './trades-table.ts';
import { sayJson } from '../panel/panel-words.ts';
import { tableText, type Column } from '../table.ts';

export interface ExportOptions {
  readonly config?: string;
  readonly state?: string;
  readonly account?: string;
  readonly clock?: string;
}

export interface FileOptions extends ExportOptions {
  readonly format: 'csv' | 'json';
  readonly out?: string;
}

export interface TaxOptions extends FileOptions {
  readonly year: number;
}

export interface ReconcileOptions extends ExportOptions {
  readonly json?: boolean;
}

export function exportDeals(options: FileOptions): void {
  const { name, history, clock } = historyOf(options);
  write(name, history, dealsTable(history, clock), options);
}

export function exportTrades(options: FileOptions): void {
  const { name, history } = historyOf(options);
  write(name, history, tradesTable(name, history), options);
}

export function exportTax(options: TaxOptions): void {
  const { name, history, clock } = historyOf(options);
  const table = taxTable(taxYear(history, options.year, clock), history.currency);
  write(name, history, table, options);
}

interface Found {
  readonly name: AccountName;
  readonly history: AccountHistory;
  readonly clock: ClockRule;
}

function historyOf(options: ExportOptions): Found {
  const config = configuration(options.config);
  const folder = options.state ?? config.state_dir;
  const names = accountsIn(folder);
  const [only, another] = names;
  const wanted = options.account ?? (another === undefined ? only : undefined);
  const name = names.find((one) => one === wanted);
  if (name === undefined) {
    const said = wanted === undefined ? 'Name one account' : `There is no account ${wanted}`;
    throw new CommandError(`${said}: --account with one of ${names.join(', ')}.`);
  }
  const fold = new HistoryFold();
  readAccountNow(folder, name, (fact) => fold.add(fact));
  const configured = config.accounts.find((account) => account.name === name) ?? config.accounts[0];
  const server = configured ? accountSettings(configured).serverClock : 'utc';
  return { name, history: fold.history(), clock: clockRule(options.clock ?? server) };
}

function write(
  account: string,
  { mode, currency }: AccountHistory,
  table: ExportTable,
  { format, out }: FileOptions,
): void {
  const text =
    format === 'csv'
      ? csvText(table)
      : `${JSON.stringify({ account, mode, currency, rows: objectsOf(table) }, undefined, 1)}\n`;
  if (out === undefined) return void process.stdout.write(text);
  mustBeWritable(out);
  writeFileSync(`${out}.new`, text);
  renameSync(`${out}.new`, out);
  process.stdout.write(
    `${mode.toUpperCase()} ${account}: ${table.rows.length} rows in ${currency} written to ${out}\n`,
  );
}

/** List where a broker's statement and the journal differ. */
export function reconciled(file: string, options: ReconcileOptions): void {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const statement = readStatement(readFileSync(file), basename(file));
  if (!statement.ok) throw new CommandError(statement.message);
  const { name, history, clock } = historyOf(options);
  const { agreed, differences, from, to } = reconcile(statement.deals, history, clock);
  if (options.json === true) {
    sayJson({ success: differences.length === 0, account: name, from, to, agreed, differences });
  } else {
    const columns: Column<Difference>[] = [
      { title: 'deal', of: ({ deal }) => deal },
      { title: 'what', of: ({ what }) => what },
      { title: 'statement', of: ({ statement: its }) => its },
      { title: 'ours', of: ({ ours }) => ours },
    ];
    const head = `${history.mode.toUpperCase()} ${name}, ${from} to ${to} on the server's clock`;
    const end = `${agreed} deals agree, ${differences.length} differences`;
    const list = differences.length === 0 ? [] : [tableText(differences, columns)];
    process.stdout.write(`${[head, ...list, end].join('\n')}\n`);
  }
  if (differences.length === 0) return;
  throw new CommandError('The statement is the authority: look at what differs.', EXIT.differs);
}
