import { BarSeries } from '../market/bar-series.ts';
import type { ClockRule } from '../market/clock-rule.ts';
import { HOUR_MS } from '../market/units.ts';
import { failure, success, type Failure, type Outcome } from './data-problem.ts';
import { conflictFailure, describeWall, rowAt, sameRow } from './duplicate-rows.ts';
import type { ParsedFile } from './parsed-file.ts';
import { WallToUtc } from './wall-to-utc.ts';
import type { Weekend } from './weekends.ts';

/** The rows of all files in one order of time, as instants. */
export interface JoinedBars {
  readonly bid: BarSeries;
  /** Row by row beside `bid`; empty when the files hold bids only. */
  readonly ask: BarSeries;
  readonly duplicatesDropped: number;
  /** Silences of a day and more between two rows, by the wall clock. */
  readonly silences: readonly Silence[];
}

/** A silence and the instant at which it ended. */
export interface Silence extends Weekend {
  readonly endUtc: number;
}

export const LONG_SILENCE = 24 * HOUR_MS;

/**
 * Joins files in order of time and turns wall clock readings into instants. Rows that come twice
 * exactly are dropped and counted; a row that differs from its twin, or that is out of order,
 * refuses the lot.
 */
export function joinBars(files: readonly ParsedFile[], rule: ClockRule): Outcome<JoinedBars> {
  const filled = files.filter((file) => file.bars.length > 0);
  const inOrder = filled.toSorted((a, b) => (a.bars.time[0] ?? 0) - (b.bars.time[0] ?? 0));
  return new Joiner(inOrder, rule).join();
}

class Joiner {
  readonly #files: readonly ParsedFile[];
  readonly #rule: ClockRule;
  readonly #clock: WallToUtc;
  readonly #bid: BarSeries;
  readonly #ask: BarSeries;
  readonly #silences: Silence[] = [];
  #duplicates = 0;
  #lastUtc = -Infinity;
  #lastWall = -Infinity;
  /** Is the clock, set back, running through an hour for the second time? */
  #inLaterPass = false;

  constructor(files: readonly ParsedFile[], rule: ClockRule) {
    this.#files = files;
    this.#rule = rule;
    this.#clock = new WallToUtc(rule);
    const rows = files.reduce((sum, file) => sum + file.bars.length, 0);
    const hasAsk = files.some((file) => file.ask.length > 0);
    this.#bid = new BarSeries(Math.max(1, rows));
    this.#ask = new BarSeries(hasAsk ? Math.max(1, rows) : 1);
  }

  join(): Outcome<JoinedBars> {
    for (const file of this.#files) {
      for (let row = 0; row < file.bars.length; row += 1) {
        const failed = this.#take(file, row);
        if (failed) return failed;
      }
    }
    return success({
      bid: this.#bid,
      ask: this.#ask,
      duplicatesDropped: this.#duplicates,
      silences: this.#silences,
    });
  }

  #take(file: ParsedFile, row: number): Failure | undefined {
    const wall = file.bars.time[row] as number;
    const utc = this.#instantOf(wall);
    if (utc > this.#lastUtc) {
      if (wall - this.#lastWall >= LONG_SILENCE && this.#lastWall > 0) {
        this.#silences.push({ lastBar: this.#lastWall, nextBar: wall, endUtc: utc });
      }
      this.#append(this.#bid, file.bars, row, utc);
      if (file.ask.length > 0) this.#append(this.#ask, file.ask, row, utc);
      this.#lastUtc = utc;
      this.#lastWall = wall;
      return undefined;
    }
    return this.#takeTwin(file, row, wall, utc);
  }

  #instantOf(wall: number): number {
    const utc = this.#clock.toUtc(wall);
    if (utc > this.#lastUtc) {
      this.#inLaterPass = false;
      return utc;
    }
    // A reading that goes back within an hour that comes twice is that hour's second pass.
    if (!(wall < this.#lastWall || this.#inLaterPass)) return utc;
    const later = this.#clock.laterPass(wall);
    this.#inLaterPass = later > this.#lastUtc;
    return this.#inLaterPass ? later : utc;
  }

  #append(to: BarSeries, from: BarSeries, row: number, utc: number): void {
    to.pushValues(
      utc,
      from.open[row] as number,
      from.high[row] as number,
      from.low[row] as number,
      from.close[row] as number,
      from.volume[row] as number,
      from.spread[row] as number,
    );
  }

  /** A row that is not later than the last: a twin to be dropped, or a reason to refuse. */
  #takeTwin(file: ParsedFile, row: number, wall: number, utc: number): Failure | undefined {
    const line = file.lines.at(row);
    const twin = rowAt(this.#bid, utc);
    if (twin >= 0 && this.#isSame(file, row, twin)) {
      this.#duplicates += 1;
      return undefined;
    }
    if (this.#clock.isSkipped(wall) || this.#clock.isSkipped(this.#lastWall)) {
      const at = describeWall(this.#clock.isSkipped(wall) ? wall : this.#lastWall);
      const reason = `the clock ${this.#rule.name} never reads ${at}: it is set forward past it`;
      const mend =
        'Use the clock that the file was written by; kimi-agent data check FILE proposes one';
      return failure('wrong-clock', file.file, line, reason, mend);
    }
    if (twin < 0) {
      const reason = `the row of ${describeWall(wall)} comes after one of ${describeWall(this.#lastWall)}`;
      const mend = 'Sort the rows by time; give files that overlap only where they are the same';
      return failure('unordered', file.file, line, reason, mend);
    }
    return conflictFailure(this.#files, file, row);
  }

  #isSame(file: ParsedFile, row: number, twin: number): boolean {
    return (
      sameRow(this.#bid, twin, file.bars, row) &&
      (file.ask.length === 0 || sameRow(this.#ask, twin, file.ask, row))
    );
  }
}
