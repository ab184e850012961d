import { basename } from 'node:path';
import type { TickColumns } from '../../backtest/bar-source.ts';
import { describeProblem } from '../../data/data-problem.ts';
import { importTicks } from '../../data/import-bars.ts';
import type { InspectedFile } from '../../data/inspection.ts';
import type { ResultData } from '../../evidence/result.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { BacktestData } from './backtest-data.ts';
import type { FillOptions } from './backtest-fills.ts';
import { CommandError } from '../exit-codes.ts';

/** `--ticks`: those of the files or the store that are run on; with names, those of other files. */
export type TicksOption = true | readonly string[];

export interface TickOptions extends FillOptions {
  readonly ticks?: TicksOption;
  readonly simulated?: boolean;
  readonly store?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
}

/** Files to run on: ticks that are named alone are those. */
export function filesToRunOn(files: readonly string[], options: TickOptions): readonly string[] {
  const { ticks, store } = options;
  const alone = files.length === 0 && store === undefined;
  return alone && ticks !== undefined && ticks !== true ? ticks : files;
}

/** What cannot be meant together with ticks. */
export function checkTicks(options: TickOptions): void {
  const { ticks, simulated, fillTimeframe, spread } = options;
  if (ticks === undefined) return;
  if (simulated === true) {
    throw new CommandError('--ticks is for files and the store: the simulated market has none.');
  }
  if (fillTimeframe !== undefined) {
    throw new CommandError('--ticks and --fill-timeframe: orders are filled on one of the two.');
  }
  if (spread !== undefined && spread !== 'data') {
    throw new CommandError(
      `--ticks and --spread ${spread}: ticks have a spread of their own. Widen it with ` +
        '--spread-multiplier.',
    );
  }
}

/** Bars without ticks are walked through at the spread that they state. */
export function spreadOptions<Options extends TickOptions>(options: Options): Options {
  return options.ticks === undefined ? options : { ...options, spread: 'data' };
}

/** The same bars with the ticks of other files to fill on. */
export function withTicks(
  data: BacktestData,
  files: readonly string[],
  { clock, trustClock }: TickOptions,
): BacktestData {
  const [source] = data.sources;
  if (!source || clock === undefined) {
    throw new CommandError('Say by which clock the files of --ticks were written: --clock RULE.');
  }
  const { instrument } = source;
  const trusted = trustClock === undefined ? {} : { trustClock };
  const imported = importTicks(files, { instrument, clock, ...trusted });
  if (!imported.ok) throw new CommandError(describeProblem(imported.problem));
  const { ticks, inspection, warnings } = imported.value;
  const origins = inspection.files.map((file) => tickOrigin(file, instrument, clock, 0));
  return {
    ...data,
    sources: [{ ...source, ticks: someTicks(ticks, instrument, files[0] ?? '') }],
    origins: [...data.origins, ...origins],
    notes: [...data.notes, ...warnings.map(describeProblem)],
  };
}

/** Where ticks came from, and how many bars were built of them. */
export function tickOrigin(
  { file, rows, sha256 }: InspectedFile,
  { symbol }: Instrument,
  clock: string,
  bars: number,
): ResultData {
  return { symbol, source: `${basename(file)}, ${rows} ticks`, sha256, bars, clock };
}

/** Ticks, of which there must be some: bars would be filled on without a word otherwise. */
export function someTicks<Ticks extends TickColumns>(
  ticks: Ticks,
  { symbol }: Instrument,
  where: string,
): Ticks {
  if (ticks.length > 0) return ticks;
  throw new CommandError(
    `--ticks: ${where} holds no ticks of ${symbol} in the span asked for. Name files of ticks, or ` +
      'leave --ticks out to fill on bars.',
  );
}
