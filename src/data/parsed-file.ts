import { BarSeries } from '../market/bar-series.ts';
import type { FormatName } from './row-layout.ts';
import { TickSeries } from './tick-series.ts';

/** The rows of one text as they were written: times are readings of the source's wall clock. */
export interface ParsedFile {
  readonly file: string;
  readonly innerName: string;
  readonly sha256: string;
  readonly format: FormatName;
  readonly content: 'bars' | 'quote bars' | 'ticks';
  /** Bid bars; empty in a file of ticks. */
  readonly bars: BarSeries;
  /** Ask bars beside the bid bars, row by row; empty unless the content is `quote bars`. */
  readonly ask: BarSeries;
  /** Empty unless the content is `ticks`. */
  readonly ticks: TickSeries;
  /** Line of each row, from 1. */
  readonly lines: LineNumbers;
}

/** Line of each row in 4 bytes a row. */
export class LineNumbers {
  #column = new Uint32Array(1024);
  #length = 0;

  push(line: number): void {
    if (this.#length === this.#column.length) {
      const grown = new Uint32Array(this.#length * 2);
      grown.set(this.#column);
      this.#column = grown;
    }
    this.#column[this.#length] = line;
    this.#length += 1;
  }

  at(row: number): number | undefined {
    return row < this.#length ? this.#column[row] : undefined;
  }
}

/** An empty result for a parser to fill; columns that the content lacks stay small. */
export function emptyParsedFile(
  source: { readonly file: string; readonly innerName: string; readonly sha256: string },
  format: FormatName,
  content: ParsedFile['content'],
  expectedRows: number,
): ParsedFile {
  return {
    file: source.file,
    innerName: source.innerName,
    sha256: source.sha256,
    format,
    content,
    bars: new BarSeries(content === 'ticks' ? 1 : expectedRows),
    ask: new BarSeries(content === 'quote bars' ? expectedRows : 1),
    ticks: new TickSeries(content === 'ticks' ? expectedRows : 1),
    lines: new LineNumbers(),
  };
}
