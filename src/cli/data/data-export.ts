import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { barsParquet, ticksParquet } from '../../data/export-parquet.ts';
import { barLines, tickLines, type TextFormat } from '../../data/export-rows.ts';
import { HistoryStore } from '../../data/store/history-store.ts';
import { storedAsks, storedBars } from '../../data/store/stored-bars.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { UtcMs } from '../../market/units.ts';
import { mustBeWritable } from '../backtest/backtest-output.ts';
import { namedInstrument, orTell, USUAL_STORE } from './data-options.ts';
import { CommandError } from '../exit-codes.ts';
import { writeTrouble } from '../file-trouble.ts';

export interface DataExportOptions {
  readonly config?: string;
  readonly symbol: string;
  readonly timeframe?: Timeframe | 'tick';
  readonly format: TextFormat | 'parquet';
  readonly clock: string;
  readonly from?: UtcMs;
  readonly to?: UtcMs;
  readonly store?: string;
}

/** Write bars or ticks of the store to a file. */
export function exportData(out: string, options: DataExportOptions): void {
  const instrument = namedInstrument(options.symbol, options.config);
  const { timeframe, format, from, to } = options;
  const clock = clockRule(options.clock);
  mustBeWritable(out);
  if (timeframe === 'tick' && format === 'mt5') {
    throw new CommandError('--format mt5 is for bars: write ticks with --format csv or parquet.');
  }
  const store = orTell(HistoryStore.open(options.store ?? USUAL_STORE));
  try {
    if (timeframe === 'tick') {
      const ticks = orTell(store.readTicks(instrument.symbol, { from, to }));
      if (ticks.length === 0) {
        throw new CommandError(
          `The store holds no ticks of ${instrument.symbol} in that span. See kimi-agent data list`,
        );
      }
      const isTable = format === 'parquet';
      write(
        out,
        isTable ? [ticksParquet(ticks, clock)] : tickLines(ticks, clock, instrument.digits),
      );
      return report(out, ticks.length, `${instrument.symbol} ticks`, options.clock);
    }
    const wanted = { instrument, timeframe, clock, span: { from, to } };
    const found = orTell(storedBars(store, wanted));
    const { asks, count } = format === 'mt5' ? NO_ASKS : orTell(storedAsks(store, wanted, found));
    write(
      out,
      format === 'parquet'
        ? [barsParquet(found.bars, asks, clock)]
        : barLines(found.bars, format, clock, instrument.digits, asks),
    );
    const built = found.from === found.timeframe ? '' : `, built from ${found.from}`;
    const what = `${instrument.symbol} ${found.timeframe} bars${built}${asks ? ' with their asks' : ''}`;
    report(out, found.bars.length, what, options.clock);
    if (!asks && count > 0) tellOfAsks(count, found.bars.length);
  } finally {
    store.close();
  }
}

const NO_ASKS = { asks: undefined, count: 0 };

function tellOfAsks(count: number, bars: number): void {
  process.stdout.write(
    `Only ${count.toLocaleString('en-US')} of the ${bars.toLocaleString('en-US')} bars have an ask in ` +
      'the store: none is written. Name the span that has them with --from and --to.\n',
  );
}

function report(out: string, rows: number, what: string, clock: string): void {
  process.stdout.write(
    `${rows.toLocaleString('en-US')} ${what}, written to ${out}. Its times are by the clock ` +
      `${clock}: say so (--clock ${clock}) when they are read again.\n`,
  );
}

/** Under another name until it is whole, so that no half file is ever taken for one. */
function write(out: string, pieces: Iterable<string | Uint8Array>): void {
  const half = `${out}.part`;
  try {
    const handle = openSync(half, 'w');
    try {
      for (const piece of pieces) writeFileSync(handle, piece);
    } finally {
      closeSync(handle);
    }
    renameSync(half, out);
  } catch (error) {
    rmSync(half, { force: true });
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new CommandError(`${out} cannot be written: ${writeTrouble(error)}.`);
  }
}
