import type { Instrument } from '../../market/instrument.ts';
import { openTimeBetween } from '../../market/market-hours.ts';
import { DAY_MS, type UtcMs } from '../../market/units.ts';
import { failure, success, type DataProblem, type Outcome } from '../data-problem.ts';
import type { Addition } from '../store/add-to-store.ts';
import { HistoryStore } from '../store/history-store.ts';
import { prepareImport } from '../store/import-files.ts';
import {
  Unreachable,
  type DownloadedFile,
  type DownloadGrain,
  type DukascopySource,
} from './dukascopy-source.ts';

export interface Download {
  readonly instrument: Instrument;
  readonly grain: DownloadGrain;
  /** Midnight UTC of the first day, and of the day after the last. */
  readonly from: UtcMs;
  readonly to: UtcMs;
  /** Folder of the store. */
  readonly store: string;
  readonly replace: boolean;
  readonly version: string;
  readonly at: number;
  /** Called after each day, with the number of days that are done. */
  readonly onDay?: (done: number, all: number) => void;
}

export interface Downloaded {
  readonly days: number;
  /** Days that an earlier run had stored. */
  readonly skipped: number;
  /** Days on which the source has nothing. */
  readonly empty: number;
  readonly rows: number;
  readonly warnings: readonly DataProblem[];
}

export const DUKASCOPY_TERMS =
  'Dukascopy Bank SA historical data: for your own use, by the terms on dukascopy.com';

/**
 * Downloads day by day. A day is stored and noted as done in one transaction, so that a run that
 * was stopped goes on where it was; nothing is made before the first day has arrived.
 */
export async function downloadDays(
  source: DukascopySource,
  download: Download,
): Promise<Outcome<Downloaded>> {
  const { instrument, grain, from, to, replace } = download;
  const code = source.codeOf(instrument.symbol);
  if (code === undefined) {
    const reason = `it has no history of ${instrument.symbol}`;
    return failure('unreachable', 'Dukascopy', undefined, reason, 'Name another symbol');
  }
  const days = tradingDays(instrument, from, to);
  const done = replace ? success(new Set<number>()) : doneDays(download);
  if (!done.ok) return done;
  const warnings: DataProblem[] = [];
  let empty = 0;
  let rows = 0;
  let stored = 0;
  const due = days.filter((day) => !done.value.has(day));
  const skipped = days.length - due.length;
  for (const day of due) {
    let files: readonly DownloadedFile[];
    try {
      files = await source.filesOf(code, grain, day);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return unreachable(error, skipped + stored, days.length);
    }
    const kept = storeDay(download, day, files, warnings);
    if (!kept.ok) return kept;
    if (kept.value === 0) empty += 1;
    rows += kept.value;
    stored += 1;
    download.onDay?.(skipped + stored, days.length);
  }
  return success({ days: days.length, skipped, empty, rows, warnings });
}

function tradingDays({ week }: Instrument, from: number, to: number): number[] {
  const days: number[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
    if (openTimeBetween(week, day as UtcMs, (day + DAY_MS) as UtcMs) > 0) days.push(day);
  }
  return days;
}

function storedGrain(grain: DownloadGrain): 'M1' | 'tick' {
  return grain === 'tick' ? 'tick' : 'M1';
}

function doneDays({ store: folder, instrument, grain }: Download): Outcome<ReadonlySet<number>> {
  const opened = HistoryStore.open(folder);
  if (!opened.ok) {
    return opened.problem.kind === 'store-absent' ? success(new Set<number>()) : opened;
  }
  const days = opened.value.downloadedDays(instrument.symbol, storedGrain(grain));
  opened.value.close();
  return days;
}

/** Stores a day; the number of its rows. */
function storeDay(
  download: Download,
  day: number,
  files: readonly DownloadedFile[],
  warnings: DataProblem[],
): Outcome<number> {
  const { store: folder, instrument, grain, replace, version, at } = download;
  const symbol = instrument.symbol;
  const request = {
    sources: files,
    options: { instrument, clock: 'utc', timeframe: 'M1' as const },
    replace,
    licence: DUKASCOPY_TERMS,
    version,
    at,
  };
  let prepared = prepareImport(request);
  if (!prepared.ok && prepared.problem.kind === 'unpaired-sides') {
    // Some minutes of the one side lack on the other: bids alone are still true.
    warnings.push({ ...prepared.problem, mend: 'The bids of that day are stored without asks' });
    const bids = files.filter(({ name }) => !name.includes('-ask-'));
    prepared = prepareImport({ ...request, sources: bids });
  }
  const isEmpty = files.length === 0 || (!prepared.ok && prepared.problem.kind === 'empty');
  if (!isEmpty && !prepared.ok) return prepared;
  const opened = HistoryStore.open(folder, true);
  if (!opened.ok) return opened;
  const addition: Addition =
    !isEmpty && prepared.ok
      ? { ...prepared.value.addition, day }
      : { symbol, grain: storedGrain(grain), sides: [], replace, record: undefined, day };
  const added = opened.value.add(addition);
  opened.value.close();
  return added.ok ? success(addition.sides[0]?.rows.length ?? 0) : added;
}

function unreachable(error: Unreachable, done: number, all: number): Outcome<never> {
  const reason =
    done === 0
      ? `${error.message}; nothing was changed`
      : `${error.message}; ${done} of ${all} days are stored, the rest was not touched`;
  const mend = 'Check the connection and run the same command again: it goes on where it stopped';
  return failure('unreachable', 'Dukascopy', undefined, reason, mend);
}
