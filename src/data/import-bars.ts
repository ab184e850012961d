import type { BarSeries } from '../market/bar-series.ts';
import { clockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Timeframe } from '../market/timeframe.ts';
import { neverCloses } from '../market/trading-week.ts';
import type { DataSource } from './data-file.ts';
import { success, type DataProblem, type Outcome } from './data-problem.ts';
import { examine, type Examined } from './examine.ts';
import { nameOfAll, ruleOf, type ImportOptions } from './import-options.ts';
import type { Inspection } from './inspection.ts';
import { loadFiles } from './load-files.ts';
import type { ParsedFile } from './parsed-file.ts';
import type { TickSeries } from './tick-series.ts';
import type { ClockEvidence } from './weekends.ts';

export interface ImportedBars {
  /** Bid bars by instants. */
  readonly bid: BarSeries;
  /** Ask bars row by row beside `bid`; undefined when the files hold bids only. */
  readonly ask: BarSeries | undefined;
  readonly timeframe: Timeframe;
  readonly inspection: Inspection;
  /** What the user should read before trusting a result of this data. */
  readonly warnings: readonly DataProblem[];
}

export interface ImportedTicks {
  readonly ticks: TickSeries;
  readonly inspection: Inspection;
  readonly warnings: readonly DataProblem[];
}

/**
 * Imports files of bars (or of ticks, built to bars of `options.timeframe`, M1 by default) as one
 * series of instants. Refuses them when a row is corrupt or when their weeks contradict the clock.
 */
export function importBars(
  sources: readonly DataSource[],
  options: ImportOptions,
): Outcome<ImportedBars> {
  return importAll(sources, options);
}

/** As {@link importBars}, for the ticks themselves; empty for files of bars. */
export function importTicks(
  sources: readonly DataSource[],
  options: ImportOptions,
): Outcome<ImportedTicks> {
  return importAll(sources, options);
}

/** Bars and ticks of the same files in one reading. */
export function importAll(
  sources: readonly DataSource[],
  options: ImportOptions,
): Outcome<ImportedBars & ImportedTicks> {
  const admitted = admit(sources, options);
  if (!admitted.ok) return admitted;
  const { rows, inspection } = admitted.value;
  return success({
    bid: rows.bid,
    ask: rows.ask.length > 0 ? rows.ask : undefined,
    ticks: rows.ticks,
    timeframe: inspection.timeframe,
    inspection,
    warnings: inspection.warnings,
  });
}

/**
 * Looks at files without importing them, under a named clock or else under the one that their
 * weekends speak for most.
 */
export function inspectFiles(
  sources: readonly DataSource[],
  options: Omit<ImportOptions, 'clock'> & { readonly clock?: string },
): Outcome<Inspection> {
  const files = loadFiles(sources);
  if (!files.ok) return files;
  const clock = options.clock ?? bestClock(files.value, options.instrument, options);
  const rule = ruleOf(clock, nameOfAll(files.value));
  if (!rule.ok) return rule;
  const examined = examine(files.value, rule.value, { ...options, clock });
  return examined.ok ? success(examined.value.inspection) : examined;
}

/** The clock rules that the weekends of the files speak for, the best first, with the evidence. */
export function proposeClock(
  sources: readonly DataSource[],
  instrument: Instrument,
): Outcome<readonly ClockEvidence[]> {
  const inspected = inspectFiles(sources, { instrument });
  return inspected.ok ? success(inspected.value.proposals) : inspected;
}

function bestClock(
  files: readonly ParsedFile[],
  instrument: Instrument,
  options: Omit<ImportOptions, 'clock'>,
): string {
  if (neverCloses(instrument.week)) return 'utc';
  const examined = examine(files, clockRule('utc'), { ...options, instrument, clock: 'utc' });
  return examined.ok ? (examined.value.inspection.proposals[0]?.rule ?? 'utc') : 'utc';
}

function admit(sources: readonly DataSource[], options: ImportOptions): Outcome<Examined> {
  const files = loadFiles(sources);
  if (!files.ok) return files;
  const rule = ruleOf(options.clock, nameOfAll(files.value));
  if (!rule.ok) return rule;
  const examined = examine(files.value, rule.value, options);
  if (!examined.ok) return examined;
  const { refusals, warnings } = examined.value.inspection;
  const trusted = (problem: DataProblem) =>
    options.trustClock === true && problem.kind === 'wrong-clock';
  const refusal = refusals.find((problem) => !trusted(problem));
  if (refusal) return { ok: false, problem: refusal };
  const inspection = {
    ...examined.value.inspection,
    refusals: [],
    warnings: [...refusals.filter(trusted), ...warnings],
  };
  return success({ rows: examined.value.rows, inspection });
}
