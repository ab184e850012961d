import { sharesData } from './data-keys.ts';
import type { LedgerEntry, LedgerRun } from './run-ledger.ts';

export interface AskedSpan {
  readonly data: readonly string[];
  /** ISO times. */
  readonly from: string;
  readonly to: string;
}

/** How often a span has been looked at. */
export interface RunCount {
  /** Every run, repetitions too. */
  readonly runs: number;
  /**
   * Different configurations: settings, or the same settings that gave other trades on the very same
   * span, as other costs or another version would. To run the same thing again, or on a part of the
   * span, is no new chance to be lucky.
   */
  readonly trials: number;
}

export function countRuns(entries: readonly LedgerEntry[], span: AskedSpan): RunCount {
  const runs = runsOn(entries, span);
  let trials = 0;
  for (const ofSettings of Map.groupBy(runs, ({ settingsHash }) => settingsHash).values()) {
    const bySpan = Map.groupBy(ofSettings, ({ from, to }) => `${from} ${to}`);
    const lists = [...bySpan.values()].map(
      (same) => new Set(same.map(({ tradesSha256 }) => tradesSha256)).size,
    );
    trials += Math.max(...lists);
  }
  return { runs: runs.length, trials };
}

export function runsOn(entries: readonly LedgerEntry[], span: AskedSpan): readonly LedgerRun[] {
  return entries.filter(
    (one): one is LedgerRun =>
      one.kind === 'run' &&
      sharesData(one.data, span.data) &&
      one.from < span.to &&
      one.to > span.from,
  );
}
