import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AccountSettings } from '../agents/account-settings.ts';
import { BacktestRunner, type BacktestSetup } from '../backtest/runner.ts';
import { DEFAULT_SIMULATED_BROKER } from '../brokers/simulated/settings.ts';
import { htmlReport } from '../evidence/html-report.ts';
import { resultOf, type BacktestResult } from '../evidence/result.ts';
import { summaryOf } from '../evidence/summary.ts';
import type { Money, UtcMs } from '../market/units.ts';
import { SmcStrategy } from '../signals/smc-strategy.ts';
import type { Strategy, StrategyContext } from '../signals/strategy.ts';
import { backtestAccount } from './backtest-account.ts';
import { fillAssumptions, fillData, spreadOf, type FillOptions } from './backtest-fills.ts';
import { backtestCalendar } from './backtest-calendar.ts';
import { fileData, simulatedData, type BacktestData } from './backtest-data.ts';
import { storeData } from './backtest-store.ts';
import { conversionRates } from './backtest-rates.ts';
import { configuration } from './configuration.ts';
import { CommandError } from './exit-codes.ts';
import { progressBar } from './progress.ts';
import { strategyFromFile, strategyNote } from './strategy-file.ts';
import { version } from './version.ts';
import type { Timeframe } from '../market/timeframe.ts';

export interface BacktestOptions extends FillOptions {
  readonly symbol?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
  readonly store?: string;
  readonly simulated?: boolean;
  readonly seed: number;
  readonly weeks: number;
  readonly from?: UtcMs;
  readonly to?: UtcMs;
  readonly config?: string;
  readonly timeframe?: Timeframe;
  readonly balance?: number;
  readonly currency?: string;
  readonly rate?: readonly string[];
  readonly calendar?: readonly string[];
  readonly strategy?: string;
  readonly json?: string;
  readonly html?: string;
}

/** Run a backtest and show what came out. */
export async function backtest(files: readonly string[], options: BacktestOptions): Promise<void> {
  for (const file of [options.json, options.html]) if (file !== undefined) mustBeWritable(file);
  const account = configuration(options.config).accounts[0];
  if (!account) throw new CommandError('The configuration has no account.');
  const data = fillData(readData(files, options, account.symbols), options, account.server_clock);
  const { settings, balance } = backtestAccount(account, options, data);
  const { calendar, note } = backtestCalendar(options.calendar);
  const ownStrategy = options.strategy ?? account.strategy;
  const strategyFor = await strategyOf(ownStrategy, settings);
  const bar = progressBar('backtest');
  const setup: BacktestSetup = {
    settings,
    broker: {
      ...DEFAULT_SIMULATED_BROKER,
      currency: settings.currency,
      initialBalance: balance,
      leverage: settings.limits.max_leverage,
      commissionPerLot: settings.commissionPerLotSide,
      serverClock: settings.serverClock,
    },
    sources: data.sources,
    rates: conversionRates(data.sources, settings.currency, options.rate ?? []),
    spreadPoints: spreadOf(options),
    strategyFor: (context) => strategyFor({ ...context, ...(calendar && { calendar }) }),
    onProgress: (done, all) => bar.show(done, all),
  };
  const run = new BacktestRunner(setup).run();
  bar.end();
  const result = resultOf({
    version: version(),
    data: data.origins,
    settings,
    initialBalance: balance as Money,
    run,
    assumptions: fillAssumptions(options, data.timeframe),
  });
  const notes = [
    ...data.notes,
    note,
    ...(ownStrategy === undefined ? [] : [strategyNote(ownStrategy)]),
  ];
  process.stdout.write(`${summaryOf(result, notes)}\n`);
  writeResult(result, options);
}

/** The user's own strategy when one is named, in line as a backtest may; else the generator. */
async function strategyOf(
  file: string | undefined,
  { signal }: AccountSettings,
): Promise<(context: StrategyContext) => Strategy> {
  if (file !== undefined) return strategyFromFile(file);
  return (context) => new SmcStrategy(context, signal);
}

function readData(
  files: readonly string[],
  options: BacktestOptions,
  symbols: readonly string[],
): BacktestData {
  if (options.simulated === true) {
    if (files.length > 0) {
      throw new CommandError('--simulated takes no files: leave out the one or the other.');
    }
    return simulatedData(options, symbols);
  }
  const { symbol, store } = options;
  if (files.length === 0 && symbol !== undefined) return storeData(symbol, options);
  if (files.length > 0 && store !== undefined) {
    throw new CommandError('--store takes no files: leave out the one or the other.');
  }
  if (files.length === 0) {
    throw new CommandError(
      'Name the files to run on: npx kimi-agent backtest FILE… --symbol EURUSD --clock RULE; or ' +
        'run on stored bars: npx kimi-agent backtest --symbol EURUSD; or ' +
        'run on the simulated market: npx kimi-agent backtest --simulated',
    );
  }
  return fileData(files, options);
}

function writeResult(result: BacktestResult, { json, html }: BacktestOptions): void {
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify(result, undefined, 1)}\n`);
    process.stdout.write(`Result written to ${json}\n`);
  }
  if (html !== undefined) {
    writeFileSync(html, htmlReport(result));
    process.stdout.write(`Report written to ${html}\n`);
  }
}

/** Told before the run, not after it. */
function mustBeWritable(file: string): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder))
    throw new CommandError(`The folder ${folder} of ${file} does not exist.`);
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new CommandError(`${file} is a folder: name a file to write to.`);
  }
}
