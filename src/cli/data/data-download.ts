import { describeProblem } from '../../data/data-problem.ts';
import { downloadDays, type Downloaded } from '../../data/download/download-days.ts';
import {
  DukascopySource,
  networkFetcher,
  type DownloadGrain,
} from '../../data/download/dukascopy-source.ts';
import { DAY_MS, type UtcMs } from '../../market/units.ts';
import { namedInstrument, USUAL_STORE } from './data-options.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { progressBar } from '../progress.ts';
import { version } from '../version.ts';

export interface DataDownloadOptions {
  readonly config?: string;
  readonly symbol: string;
  readonly from: UtcMs;
  readonly to: UtcMs;
  readonly timeframe: DownloadGrain;
  readonly store?: string;
  readonly mirror?: string;
  readonly replace?: boolean;
}

/** Download history from Dukascopy into the store, day by day. */
export async function downloadData(options: DataDownloadOptions): Promise<void> {
  const instrument = namedInstrument(options.symbol, options.config);
  const { from, timeframe, mirror } = options;
  const now = Date.now();
  // The present day is not over: what is had of it now would have to be replaced later.
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const to = Math.min(options.to, today) as UtcMs;
  if (from % DAY_MS !== 0 || options.to % DAY_MS !== 0) {
    throw new CommandError('--from and --to are whole days, such as 2021-03-01.');
  }
  if (from >= to) {
    const last = new Date(today).toISOString().slice(0, 10);
    throw new CommandError(
      `There is no whole day from --from to --to: --to is the day after the last, ${last} at most.`,
    );
  }
  const folder = options.store ?? USUAL_STORE;
  const source = await DukascopySource.open(await networkFetcher(mirror));
  const bar = progressBar(`download of ${instrument.symbol}`);
  const downloaded = await downloadDays(source, {
    instrument,
    grain: timeframe,
    from,
    to,
    store: folder,
    replace: options.replace === true,
    version: version(),
    at: now,
    onDay: (done, all) => bar.show(done, all),
  });
  bar.end();
  if (!downloaded.ok) {
    const { problem } = downloaded;
    const code = problem.kind === 'unreachable' ? EXIT.failed : EXIT.badInput;
    throw new CommandError(describeProblem(problem), code);
  }
  tell(downloaded.value, instrument.symbol, folder);
}

function tell(
  { days, skipped, empty, rows, warnings }: Downloaded,
  symbol: string,
  folder: string,
) {
  for (const problem of warnings) process.stdout.write(`Warning: ${describeProblem(problem)}\n`);
  const had = skipped > 0 ? `, ${skipped} of them stored before` : '';
  const none = empty > 0 ? `, ${empty} without any quotes` : '';
  process.stdout.write(
    `${symbol}: ${days} trading days${had}${none}; ${rows.toLocaleString('en-US')} rows came in. ` +
      `Stored in ${folder}.\n`,
  );
}
