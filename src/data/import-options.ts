import { CLOCK_RULE_HELP, parseClockRule, type ClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { UtcMs } from '../market/units.ts';
import { failure, success, type Outcome } from './data-problem.ts';
import type { ParsedFile } from './parsed-file.ts';

/** What is done with quotes whose bid is above their ask; they are counted in any case. */
export type CrossedPolicy = 'keep' | 'drop' | 'refuse';

export interface ImportOptions {
  readonly instrument: Instrument;
  /** Name of the clock rule that the files were written by: see `parseClockRule`. */
  readonly clock: string;
  /** Go on although the weeks contradict the clock. */
  readonly trustClock?: boolean;
  /** Leave out bars that open before this instant. */
  readonly from?: UtcMs;
  /** Leave out bars that open at this instant or later. */
  readonly to?: UtcMs;
  /** Timeframe of the bars, where it cannot be told from them, or of those built from ticks. */
  readonly timeframe?: Timeframe;
  /** What the prices of the file are to be divided by, instead of finding it out. */
  readonly priceDivisor?: number;
  readonly crossed?: CrossedPolicy;
  /** Instants of US payrolls releases, as further evidence about the clock. */
  readonly payrolls?: readonly UtcMs[];
}

export function ruleOf(name: string, file: string): Outcome<ClockRule> {
  const rule = parseClockRule(name);
  if (rule) return success(rule);
  const mend = `Use ${CLOCK_RULE_HELP}`;
  return failure('unknown-clock', file, undefined, `there is no clock rule "${name}"`, mend);
}

/** One name for all files, for what concerns them together. */
export function nameOfAll(files: readonly ParsedFile[]): string {
  const first = files[0]?.file ?? 'no file';
  return files.length > 1 ? `${first} (and ${files.length - 1} more)` : first;
}
