import { formatInspection } from '../../data/format-inspection.ts';
import { inspectFiles } from '../../data/import-bars.ts';
import type { Instrument } from '../../market/instrument.ts';
import {
  importOptions,
  instrumentOf,
  namedInstrument,
  orTell,
  type FileOptions,
} from './data-options.ts';
import { EXIT } from '../exit-codes.ts';

export interface DataCheckOptions extends FileOptions {
  readonly json?: boolean;
}

/** Show what files hold and which clock their weekends speak for. */
export function checkData(files: readonly string[], options: DataCheckOptions): void {
  const inspection = orTell(
    inspectFiles(files, {
      instrument: namedOrPair(files, options),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...importOptions(options),
    }),
  );
  const isTrusted = options.trustClock === true;
  const refusals = inspection.refusals.filter(({ kind }) => !(isTrusted && kind === 'wrong-clock'));
  const text =
    options.json === true ? JSON.stringify(inspection, undefined, 1) : formatInspection(inspection);
  process.stdout.write(`${text}\n`);
  if (refusals.length > 0) process.exitCode = EXIT.badInput;
}

/** Trading hours depend on the instrument; most files are of currency pairs. */
function namedOrPair(files: readonly string[], options: DataCheckOptions): Instrument {
  const found = instrumentOf(files, options);
  if (found) return found;
  const note = 'No instrument is named: taken for a currency pair. Name it with --symbol.\n';
  (options.json === true ? process.stderr : process.stdout).write(note);
  return namedInstrument('EURUSD', options.config);
}
