import { basename, join } from 'node:path';
import { readCalendars } from '../../data/calendar.ts';
import { describeProblem, type Outcome } from '../../data/data-problem.ts';
import type { CrossedPolicy, ImportOptions } from '../../data/import-options.ts';
import type { Instrument } from '../../market/instrument.ts';
import { shippedSymbols } from '../../market/instruments.ts';
import type { UtcMs } from '../../market/units.ts';
import { configuration } from '../configuration.ts';
import { CommandError } from '../exit-codes.ts';
import { instrumentNamed } from '../options.ts';

/** Where the store lies when no other folder is named. */
export const USUAL_STORE = join('.kimi-agent', 'data');

/** What may be said of files, whatever is done with them. */
export interface FileOptions {
  readonly config?: string;
  readonly symbol?: string;
  readonly clock?: string;
  readonly trustClock?: boolean;
  readonly priceDivisor?: number;
  readonly crossed?: CrossedPolicy;
  readonly calendar?: readonly string[];
  readonly from?: UtcMs;
  readonly to?: UtcMs;
}

/** The options as the importer takes them, all but instrument and clock. */
export function importOptions(options: FileOptions): Omit<ImportOptions, 'instrument' | 'clock'> {
  const { trustClock, priceDivisor, crossed, calendar, from, to } = options;
  return {
    ...(trustClock === undefined ? {} : { trustClock }),
    ...(priceDivisor === undefined ? {} : { priceDivisor }),
    ...(crossed === undefined ? {} : { crossed }),
    ...(calendar === undefined ? {} : { payrolls: payrollsOf(calendar) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** The value, or the problem told to the person who gave the files. */
export function orTell<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new CommandError(describeProblem(outcome.problem));
}

/** The instrument as the configuration describes it, or as it is shipped. */
export function namedInstrument(symbol: string, config: string | undefined): Instrument {
  return instrumentNamed(symbol, configuration(config).instruments);
}

/** The named instrument, or the one that a file's name speaks of. */
export function instrumentOf(
  files: readonly string[],
  { symbol, config }: Pick<FileOptions, 'symbol' | 'config'>,
): Instrument | undefined {
  if (symbol !== undefined) return namedInstrument(symbol, config);
  const name = basename(files[0] ?? '').toUpperCase();
  const spoken = shippedSymbols().find((known) => name.includes(known));
  return spoken === undefined ? undefined : namedInstrument(spoken, config);
}

function payrollsOf(calendars: readonly string[]): UtcMs[] {
  const events = orTell(readCalendars(calendars));
  return events.filter((event) => event.isUsPayrolls).map((event) => event.time);
}
