import type { BarSeries } from '../../market/bar-series.ts';

/** One thing a subject said of a series of base bars. */
export interface CertifiedEvent {
  /** The base bar at whose close it was known, counted from the first bar of the series given. */
  readonly confirmedAt: number;
  /** The row of the certificate that it is counted in. */
  readonly group: string;
  /** What was said, as it was handed out and not a copy: an edit made later must show. */
  readonly said: object;
  /** Does it say what the other says, but for what depends on where a series began: ids, indexes? */
  saysSame(other: CertifiedEvent): boolean;
}

/**
 * Something that reads a series and speaks. It is handed the whole series at once: nothing but its
 * own honesty keeps it from reading ahead, and that is what a certificate is about.
 */
export interface CertifiedSubject {
  readonly name: string;
  /** Every group it can speak in, in the order of the certificate's rows. */
  readonly groups: readonly string[];
  /** All it has to say of the series, in order of `confirmedAt`. */
  run(bars: BarSeries): readonly CertifiedEvent[];
  /**
   * As {@link run}, but before each bar of `stops` its state is written to text, everything is built
   * anew and goes on from that text. Absent when the subject has no snapshots.
   */
  readonly runInterrupted?: (
    bars: BarSeries,
    stops: readonly number[],
  ) => readonly CertifiedEvent[];
  /** Base bars after which a group has by its own limits forgotten what came before, roughly. */
  readonly forgetsAfter: (group: string) => number;
  readonly asks?: AskedHistory;
}

/** The history that a subject asks for before its first decision, as a live agent loads it. */
export interface AskedHistory {
  /** The group of its decisions. */
  readonly group: string;
  readonly words: string;
  /** Base bars before the beginning that hold it all. */
  readonly spanBars: number;
  /**
   * Events of bars `at` to `to - 1`, of a run that begins at bar `at` with the history asked for; bars
   * are counted from the first of `bars`.
   */
  readonly runFrom: (bars: BarSeries, at: number, to: number) => readonly CertifiedEvent[];
}
