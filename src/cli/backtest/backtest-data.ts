import { basename } from 'node:path';
import { marketSymbols } from '../../brokers/simulated/market-symbols.ts';
import { SimulatedMarket } from '../../brokers/simulated/simulated-market.ts';
import { MinuteBars } from '../../brokers/simulated/minute-bars.ts';
import type { BarSource } from '../../backtest/bar-source.ts';
import type { InstrumentConfig } from '../../config/instrument-fields.ts';
import { describeProblem } from '../../data/data-problem.ts';
import { importAll } from '../../data/import-bars.ts';
import type { ResultData } from '../../evidence/result.ts';
import { BarSeries } from '../../market/bar-series.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { MARKET_BEGINS } from '../../runtime/simulated/generated-feed.ts';
import { someTicks, tickOrigin, type TicksOption } from './backtest-ticks.ts';
import { CommandError } from '../exit-codes.ts';
import { marketModels } from '../known-instruments.ts';
import { instrumentNamed } from '../options.ts';

/** The bars of a backtest, where they came from, and what a reader should know of them. */
export interface BacktestData {
  readonly sources: readonly BarSource[];
  readonly origins: readonly ResultData[];
  readonly timeframe: Timeframe;
  readonly simulated: boolean;
  readonly notes: readonly string[];
}

interface FileOptions {
  /** As the configuration describes them. */
  readonly instruments?: readonly InstrumentConfig[];
  readonly symbol?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
  /** Fill on the ticks of the files, which then have to be files of ticks. */
  readonly ticks?: TicksOption;
  readonly from?: UtcMs;
  readonly to?: UtcMs;
}

export function fileData(files: readonly string[], options: FileOptions): BacktestData {
  const { symbol, clock } = options;
  if (symbol === undefined) {
    throw new CommandError('Say which instrument the files are of: --symbol EURUSD');
  }
  const instrument = instrumentNamed(symbol, options.instruments);
  if (clock === undefined) {
    throw new CommandError(
      `Say by which clock the files were written: --clock RULE. npx kimi-agent data check ` +
        `${files[0]} --symbol ${symbol} proposes it from their weekends.`,
    );
  }
  const imported = importAll(files, {
    instrument,
    clock,
    ...(options.trustClock === undefined ? {} : { trustClock: options.trustClock }),
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.to === undefined ? {} : { to: options.to }),
  });
  if (!imported.ok) throw new CommandError(describeProblem(imported.problem));
  const { bid, timeframe, inspection, warnings } = imported.value;
  if (bid.length === 0) {
    throw new CommandError('No bar lies between --from and --to: nothing to run on.');
  }
  const isTicks = inspection.content === 'ticks';
  const origins = inspection.files.map((file, at) =>
    isTicks
      ? tickOrigin(file, instrument, clock, at === 0 ? bid.length : 0)
      : {
          symbol,
          source: basename(file.file),
          sha256: file.sha256,
          bars: file.rows,
          clock,
        },
  );
  const notes = warnings.map(describeProblem);
  if (inspection.duplicatesDropped > 0) {
    notes.push(`${inspection.duplicatesDropped} exact duplicate rows were dropped.`);
  }
  const { ticks } = imported.value;
  const source =
    options.ticks === true
      ? { instrument, bars: bid, ticks: someTicks(ticks, instrument, files.join(', ')) }
      : { instrument, bars: bid };
  return { sources: [source], origins, timeframe, simulated: false, notes };
}

interface SimulatedOptions extends FileOptions {
  readonly seed: number;
  readonly weeks: number;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** M1 bars of the seeded market, of the named symbol or of all that are configured. */
export function simulatedData(
  { seed, weeks, symbol, from, to, instruments: own }: SimulatedOptions,
  configured: readonly string[],
): BacktestData {
  const instruments = (symbol === undefined ? configured : [symbol]).map((name) =>
    instrumentNamed(name, own),
  );
  const symbols = instruments.map((one) => one.symbol);
  const known = marketSymbols(instruments, marketModels(own ?? []));
  const market = new SimulatedMarket(seed, symbols, MARKET_BEGINS, undefined, known);
  const minutes = new MinuteBars(instruments);
  const series = new Map<SymbolName, BarSeries>(symbols.map((name) => [name, new BarSeries()]));
  const end = Math.min(to ?? Infinity, MARKET_BEGINS + weeks * WEEK_MS);
  while (market.nextQuoteTime < end) {
    for (const { symbol: name, bar } of minutes.closeUntil(market.nextQuoteTime)) {
      if (bar.time >= (from ?? 0)) series.get(name)?.push(bar);
    }
    for (const quote of market.step()) minutes.push(quote);
  }
  const sources = instruments.map((instrument) => ({
    instrument,
    bars: series.get(instrument.symbol) ?? new BarSeries(),
  }));
  const origins = sources.map(({ instrument, bars }) => ({
    symbol: instrument.symbol,
    source: `simulated market, seed ${seed}`,
    sha256: '',
    bars: bars.length,
    clock: 'utc',
  }));
  const notes = [
    'SIMULATED: a generated market whose prices are a martingale; it says nothing of any real one.',
  ];
  return { sources, origins, timeframe: 'M1', simulated: true, notes };
}
