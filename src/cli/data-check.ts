import { basename } from 'node:path';
import { describeProblem } from '../data/data-problem.ts';
import { formatInspection } from '../data/format-inspection.ts';
import { inspectFiles } from '../data/import-bars.ts';
import type { Instrument } from '../market/instrument.ts';
import { shippedSymbols } from '../market/instruments.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { instrumentNamed } from './options.ts';

export interface DataCheckOptions {
  readonly symbol?: string;
  readonly clock?: string;
  readonly json?: boolean;
}

/** Show what files hold and which clock their weekends speak for. */
export function checkData(files: readonly string[], options: DataCheckOptions): void {
  const instrument = instrumentOf(files, options.symbol);
  const inspected = inspectFiles(files, {
    instrument,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  if (!inspected.ok) throw new CommandError(describeProblem(inspected.problem));
  const { value } = inspected;
  const text = options.json === true ? JSON.stringify(value, undefined, 1) : formatInspection(value);
  process.stdout.write(`${text}\n`);
  if (value.refusals.length > 0) process.exitCode = EXIT.badInput;
}

/** The named instrument, or the one that a file's name speaks of; trading hours depend on it. */
function instrumentOf(files: readonly string[], symbol: string | undefined): Instrument {
  if (symbol !== undefined) return instrumentNamed(symbol);
  const name = basename(files[0] ?? '').toUpperCase();
  const spoken = shippedSymbols().find((known) => name.includes(known));
  if (spoken !== undefined) return instrumentNamed(spoken);
  process.stdout.write('No instrument is named: taken for a currency pair. Name it with --symbol.\n');
  return instrumentNamed('EURUSD');
}
