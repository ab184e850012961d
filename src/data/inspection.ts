import type { Timeframe } from '../market/timeframe.ts';
import type { UtcMs } from '../market/units.ts';
import type { DataProblem } from './data-problem.ts';
import type { GapSummary } from './gaps.ts';
import type { PayrollEvidence } from './payroll-minutes.ts';
import type { FormatName } from './row-layout.ts';
import type { ClockEvidence } from './weekends.ts';

/** What was found in one file. */
export interface InspectedFile {
  readonly file: string;
  readonly format: FormatName;
  readonly rows: number;
  /** SHA-256 of the file as it lies on the disk. */
  readonly sha256: string;
}

/** What was found in a set of files, as plain data. */
export interface Inspection {
  readonly symbol: string;
  readonly files: readonly InspectedFile[];
  readonly content: 'bars' | 'quote bars' | 'ticks';
  /** The clock rule by which the times below are instants: the given one or the best proposal. */
  readonly clock: string;
  /** Bars or, for ticks, bars built from them. */
  readonly bars: number;
  readonly ticks: number;
  readonly timeframe: Timeframe;
  /** Opening of the first bar and of the last. */
  readonly from: UtcMs;
  readonly to: UtcMs;
  readonly duplicatesDropped: number;
  readonly crossedQuotes: number;
  readonly equalTimes: number;
  /** What the prices were divided by; 1 when they were prices already. */
  readonly priceDivisor: number;
  readonly lowest: number;
  readonly highest: number;
  readonly gaps: GapSummary;
  readonly evidence: ClockEvidence;
  /** The best clock rules by the weekends, the best first; empty when nothing can be told. */
  readonly proposals: readonly ClockEvidence[];
  /** Set when releases were given and the bars are short enough. */
  readonly payrolls: PayrollEvidence | undefined;
  /** Defects for which an import refuses these files. */
  readonly refusals: readonly DataProblem[];
  readonly warnings: readonly DataProblem[];
}
