import { analyzeEvents } from './analyze-events.ts';
import { writeReferenceFolder } from './analyze-reference.ts';
import { CommandError } from '../exit-codes.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { PreviousPeriod } from '../../smc/reference/previous-high-low.ts';
import type { SessionName } from '../../smc/reference/sessions.ts';

export interface AnalyzeOptions {
  readonly config?: string;
  readonly symbol: string;
  readonly clock: string;
  readonly trustClock?: boolean;
  readonly timeframe?: readonly Timeframe[];
  readonly serverClock: string;
  readonly json?: string;
  readonly reference?: string;
  readonly swingLength: number;
  readonly rangePercent: number;
  readonly closeBreak: boolean;
  readonly closeMitigation: boolean;
  readonly session: SessionName;
  readonly sessionStart?: string;
  readonly sessionEnd?: string;
  readonly previous: readonly PreviousPeriod[];
}

/** Show what the detectors find in files, or, with --reference, what the reference library would. */
export async function analyze(files: readonly string[], options: AnalyzeOptions): Promise<void> {
  if (options.reference === undefined) {
    await analyzeEvents(files, options);
    return;
  }
  const [file, another] = files;
  if (file === undefined || another !== undefined) {
    throw new CommandError('--reference reads one file as it stands: name a single FILE.');
  }
  if (options.timeframe !== undefined || options.json !== undefined) {
    throw new CommandError(
      '--reference takes the bars as the file holds them and writes CSV: leave out --timeframe ' +
        'and --json.',
    );
  }
  writeReferenceFolder(file, options.reference, options);
}
