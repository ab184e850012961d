import { describeProblem, type Outcome } from '../../data/data-problem.ts';
import { joinBars } from '../../data/join-bars.ts';
import { loadFiles } from '../../data/load-files.ts';
import type { ParsedFile } from '../../data/parsed-file.ts';
import { clockRule } from '../../market/clock-rule.ts';
import { minuteOfDay } from '../../smc/reference/sessions.ts';
import { writeReference } from '../../smc/reference/write-reference.ts';
import type { AnalyzeOptions } from './analyze.ts';
import { writeFolderWhole } from './analyze-folder.ts';
import { volumeColumn } from './analyze-volume.ts';
import { CommandError } from '../exit-codes.ts';
import { namedInstrument } from '../data/data-options.ts';

/**
 * Writes the reference library's tables of a file. The rows are taken as the library takes them: as
 * they stand, by the file's own wall clock, prices in the file's unit. Rows that are no bars or out of
 * order are refused; what only concerns instants (a contradicted clock, gaps, a mix of timeframes) is
 * not looked at, for the library knows none.
 */
export function writeReferenceFolder(file: string, folder: string, options: AnalyzeOptions): void {
  namedInstrument(options.symbol, options.config);
  checkSession(options);
  const parsed = accepted(loadFiles([file]));
  const only = parsed[0] as ParsedFile;
  if (parsed.length > 1) {
    throw new CommandError(`${file} holds ${parsed.length} tables: give one of them.`);
  }
  if (only.content === 'ticks') {
    throw new CommandError(`${file} holds ticks: the reference library reads bars.`);
  }
  const joined = accepted(joinBars(parsed, clockRule(options.clock)));
  const { bars } = only;
  const { length, open, high, low, close } = bars;
  const { values: volume, name } = accepted(volumeColumn(file, only));
  const rows = { length, open, high, low, close, volume };
  const written = writeReference(rows, bars.time.subarray(0, length), options);
  writeFolderWhole(folder, written);
  const twins = joined.duplicatesDropped;
  process.stderr.write(
    `${written.size} files of ${length} rows written to ${folder}; volume is ${name}.\n` +
      (twins === 0 ? '' : `Note: ${twins} rows come twice; they are kept, as the library does.\n`),
  );
}

function accepted<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new CommandError(describeProblem(outcome.problem));
  return outcome.value;
}

function checkSession({ session, sessionStart, sessionEnd }: AnalyzeOptions): void {
  const given = [sessionStart, sessionEnd].filter((time) => time !== undefined);
  if (session !== 'Custom') {
    if (given.length === 0) return;
    throw new CommandError('--session-start and --session-end belong to --session Custom.');
  }
  if (given.length < 2) {
    throw new CommandError(
      '--session Custom needs its window: --session-start HH:MM --session-end HH:MM.',
    );
  }
  try {
    given.forEach(minuteOfDay);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(`${error.message}.`);
    throw error;
  }
}
