import type { AccountSettings } from '../../agents/account-settings.ts';
import { coarserBars } from '../../backtest/coarser-bars.ts';
import { BacktestRunner, type BacktestSetup } from '../../backtest/runner.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../brokers/simulated/settings.ts';
import type { Config } from '../../config/schema.ts';
import { stopOutFrom } from '../../config/stop-out-fields.ts';
import { gate } from '../../evidence/gate/gate.ts';
import type { SealedSpan } from '../../evidence/ledger/seal.ts';
import { ReasonRecorder } from '../../evidence/reasons.ts';
import { bracketMarkets } from '../../evidence/replay/bracket-market.ts';
import { TradeReplay } from '../../evidence/replay/trade-replay.ts';
import type { BarsByTimeframe } from '../../evidence/report/chart-bars.ts';
import {
  hashTrades,
  resultOf,
  resultSettingsHash,
  type Provenance,
  type ResultParts,
} from '../../evidence/result.ts';
import { summaryOf } from '../../evidence/summary.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import { SmcStrategy } from '../../signals/smc-strategy.ts';
import type { Strategy, StrategyContext } from '../../signals/strategy.ts';
import { backtestAccount } from './backtest-account.ts';
import { backtestCalendar } from './backtest-calendar.ts';
import { commandLine } from './backtest-command-line.ts';
import { runControls, type ControlOptions } from './backtest-controls.ts';
import { fileData, simulatedData, type BacktestData } from './backtest-data.ts';
import {
  fillAssumptions,
  fillData,
  spreadOf,
  stopOutWords,
  tickAssumptions,
} from './backtest-fills.ts';
import { BacktestLedger, type SealOptions } from './backtest-ledger.ts';
import { mustAllBeWritable, writeResult, type OutputOptions } from './backtest-output.ts';
import { conversionRates } from './backtest-rates.ts';
import { storeData } from './backtest-store.ts';
import { checkTicks, filesToRunOn, spreadOptions, withTicks } from './backtest-ticks.ts';
import { configuration } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { progressBar } from '../progress.ts';
import { fileHash, mustNotReadFiner, strategyFromFile, strategyNote } from './strategy-file.ts';
import { version } from '../version.ts';

export interface BacktestOptions extends ControlOptions, OutputOptions, SealOptions {
  readonly symbol?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
  readonly store?: string;
  readonly simulated?: boolean;
  readonly seed: number;
  readonly weeks: number;
  readonly config?: string;
  readonly timeframe?: Timeframe;
  readonly balance?: number;
  readonly currency?: string;
  readonly rate?: readonly string[];
  readonly calendar?: readonly string[];
  readonly strategy?: string;
  readonly state?: string;
}

/** Run a backtest and show what came out. */
export async function backtest(files: readonly string[], options: BacktestOptions): Promise<void> {
  mustAllBeWritable(options);
  checkTicks(options);
  const { accounts, instruments, state_dir } = configuration(options.config);
  const account = accounts[0];
  if (!account) throw new CommandError('The configuration has no account.');
  const ledger = new BacktestLedger(options.state ?? state_dir);
  const read = readData(files, { ...options, instruments }, account.symbols);
  const readable = ledger.readable(read, options);
  if (hasNoBars(readable.data)) {
    if (options.seal === undefined)
      throw new CommandError('No bar is left to run on: look at --from and --to.');
    process.stdout.write(`${readable.notes[0]} No bar lies before it: nothing was run.\n`);
    return;
  }
  const whole = fillData(readable.data, options, account.server_clock);
  const { settings, balance } = backtestAccount(account, options, whole);
  const { calendar, note, files: calendars } = backtestCalendar(options.calendar);
  const ownStrategy = options.strategy ?? account.strategy;
  const strategy = ownStrategy === undefined ? {} : { strategy: fileHash(ownStrategy) };
  const strategyFor = await strategyOf(ownStrategy, settings, whole);
  const rates = conversionRates(whole.sources, settings.currency, options.rate ?? []);
  const opened = options.openSeal === true ? openedSpan(ledger, whole, settings, strategy) : {};
  const data = opened.data ?? whole;
  const setup: BacktestSetup = {
    settings,
    broker: {
      ...DEFAULT_SIMULATED_BROKER,
      currency: settings.currency,
      initialBalance: balance,
      leverage: settings.limits.max_leverage,
      stopOut: stopOutFrom(account),
      commissionPerLot: settings.commissionPerLotSide,
      serverClock: settings.serverClock,
    },
    sources: data.sources,
    rates,
    spreadPoints: spreadOf(spreadOptions(options)),
    tickSpreadFactor: options.spreadMultiplier ?? 1,
    strategyFor: (context) => strategyFor({ ...context, ...(calendar && { calendar }) }),
    ...(calendar && { calendar }),
  };
  const provenance: Provenance = {
    command: commandLine(process.argv.slice(2)),
    ...strategy,
    ...(calendars.length === 0 ? {} : { calendar: calendars }),
    spreadMultiplier: options.spreadMultiplier ?? 1,
    simulated: data.simulated,
    ...(opened.seal === undefined ? {} : { seal: opened.seal }),
  };
  const notes = [...readable.notes, ...data.notes, note];
  if (ownStrategy !== undefined) notes.push(strategyNote(ownStrategy));
  const result = resultOf(examine(setup, { data, provenance, options, balance, ledger }));
  notes.push(ledger.note(result));
  const verdict = gate(result, ledger.entries(), version());
  process.stdout.write(`${summaryOf(result, notes)}\n`);
  writeResult({ result, verdict, notes, bars: decidingBars(setup) }, options);
}

interface Examined {
  readonly data: BacktestData;
  readonly provenance: Provenance;
  readonly options: BacktestOptions;
  readonly balance: number;
  readonly ledger: BacktestLedger;
}

/** Runs it, finds its trades again on the bars, and holds them against the controls if asked. */
function examine(setup: BacktestSetup, examined: Examined): ResultParts {
  const { data, provenance, options, balance, ledger } = examined;
  const { settings } = setup;
  const recorder = new ReasonRecorder();
  const bar = progressBar('backtest');
  const run = new BacktestRunner({
    ...setup,
    strategyFor: (context) => recorder.listenTo(setup.strategyFor(context)),
    onProgress: (done, all) => bar.show(done, all),
  }).run();
  bar.end();
  const replay = new TradeReplay(bracketMarkets(setup));
  const replayed = run.trades.map((trade) => replay.replay(trade));
  const trials = ledger.trials({
    settingsHash: resultSettingsHash(settings, provenance.strategy?.sha256),
    tradesSha256: hashTrades(run.trades),
    data: data.origins,
    from: new Date(run.from).toISOString(),
    to: new Date(run.to).toISOString(),
  });
  return {
    version: version(),
    data: data.origins,
    settings,
    initialBalance: balance,
    run,
    assumptions: [
      ...(options.ticks === undefined
        ? fillAssumptions(options, data.timeframe)
        : tickAssumptions(options, run.bars, run.barsWithoutTicks)),
      stopOutWords(setup.broker.stopOut),
    ],
    provenance,
    trials,
    replayed,
    reasons: recorder.reasons(run.facts),
    ...(options.controls === true ? { controls: runControls(setup, run, replayed, options) } : {}),
  };
}

function openedSpan(
  ledger: BacktestLedger,
  data: BacktestData,
  settings: AccountSettings,
  { strategy }: Pick<Provenance, 'strategy'>,
): { readonly data?: BacktestData; readonly seal?: SealedSpan } {
  return ledger.open(data, resultSettingsHash(settings, strategy?.sha256));
}

/** The bars that a chart of the trades is drawn with: those that were decided on. */
function decidingBars({ settings, sources }: BacktestSetup): BarsByTimeframe {
  const clock = clockRule(settings.serverClock);
  const { timeframe } = settings.signal;
  return new Map(
    sources.map(({ instrument, bars }) => [
      instrument.symbol,
      { instrument, bars: coarserBars(bars, settings.baseTimeframe, timeframe, clock) },
    ]),
  );
}

function hasNoBars({ sources }: BacktestData): boolean {
  return sources.every(({ bars }) => bars.length === 0);
}

/** The user's own strategy when one is named, in line as a backtest may; else the generator. */
async function strategyOf(
  file: string | undefined,
  { name: account, signal }: AccountSettings,
  { timeframe, sources }: BacktestData,
): Promise<(context: StrategyContext) => Strategy> {
  if (file === undefined) return (context) => new SmcStrategy(context, signal);
  const strategyFor = await strategyFromFile(file);
  // Before anything is run: a sealed span must not be opened for a run in which nothing is decided.
  for (const { instrument } of sources) {
    mustNotReadFiner(file, strategyFor({ account, instrument }), timeframe);
  }
  return strategyFor;
}

function readData(
  given: readonly string[],
  options: BacktestOptions & { readonly instruments: Config['instruments'] },
  symbols: readonly string[],
): BacktestData {
  const files = filesToRunOn(given, options);
  const others = options.ticks === true || files === options.ticks ? undefined : options.ticks;
  const { ticks: asked, clock, ...rest } = options;
  const ticks = asked !== undefined && others === undefined ? { ticks: true as const } : {};
  // Stored bars need no clock: it is that of the other files.
  const named = clock === undefined || (others && files.length === 0) ? {} : { clock };
  const data = barsToRunOn(files, { ...rest, ...named, ...ticks }, symbols);
  return others ? withTicks(data, others, options) : data;
}

function barsToRunOn(
  files: readonly string[],
  options: BacktestOptions & { readonly instruments: Config['instruments'] },
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
