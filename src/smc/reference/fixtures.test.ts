import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReferenceBars } from './reference-bars.ts';
import { writeReference } from './write-reference.ts';

const MARKET_DATA =
  process.env['KIMI_MARKET_DATA'] ?? join(import.meta.dirname, '../../../../shared/market-data');
const FOLDER = join(MARKET_DATA, 'smart-money-concepts/EURUSD');
const BARS_FILE = join(FOLDER, 'EURUSD_15M.csv');

const FIXTURES: Readonly<Record<string, string>> = {
  'fvg.csv': 'fvg_result_data.csv',
  'fvg_consecutive.csv': 'fvg_consecutive_result_data.csv',
  'swing_highs_lows.csv': 'swing_highs_lows_result_data.csv',
  'bos_choch.csv': 'bos_choch_result_data.csv',
  'ob.csv': 'ob_result_data.csv',
  'liquidity.csv': 'liquidity_result_data.csv',
  'previous_high_low_4h.csv': 'previous_high_low_result_data_4h.csv',
  'previous_high_low_1D.csv': 'previous_high_low_result_data_1D.csv',
  'previous_high_low_W.csv': 'previous_high_low_result_data_W.csv',
  'sessions.csv': 'sessions_result_data.csv',
  'retracements.csv': 'retracements_result_data.csv',
};

/** Columns of the file that the library read: Date,Open,High,Low,Close,Tickvol,Volume,Spread. */
function readBars(): { readonly bars: ReferenceBars; readonly wall: Float64Array } {
  const lines = readFileSync(BARS_FILE, 'utf8').trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(','));
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => Number(row[at]));
  const wall = Float64Array.from(rows, ([date = '']) => {
    const [year, month, day, hour, minute] = date.split(/[. :]/).map(Number);
    return Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute);
  });
  const bars = {
    length: rows.length,
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(6),
  };
  return { bars, wall };
}

interface Comparison {
  /** Lines that we have too many. */
  readonly lines: number;
  readonly cells: number;
  readonly numbersDiffer: number;
  readonly textsDiffer: number;
}

/** How many cells of ours differ from the library's, as numbers and as text. */
function compare(ours: string, theirs: string): Comparison {
  const [ourLines, theirLines] = [ours.split('\n'), theirs.split('\n')];
  let cells = 0;
  let numbersDiffer = 0;
  let textsDiffer = 0;
  theirLines.forEach((line, at) => {
    const ourCells = (ourLines[at] ?? '').split(',');
    for (const [column, cell] of line.split(',').entries()) {
      const our = ourCells[column];
      cells += 1;
      if (our !== cell) textsDiffer += 1;
      if (our === undefined || (our === '') !== (cell === '')) numbersDiffer += 1;
      else if (at > 0 && Number(our) !== Number(cell)) numbersDiffer += 1;
    }
  });
  return { lines: ourLines.length - theirLines.length, cells, numbersDiffer, textsDiffer };
}

const missing = existsSync(BARS_FILE) ? '' : ` (skipped: no ${BARS_FILE})`;

describe.skipIf(missing !== '')(`the library's own results for EURUSD M15${missing}`, () => {
  it('are ours, in every cell of every file', () => {
    const { bars, wall } = readBars();
    const files = writeReference(bars, wall);
    const compared = [...files].map(([name, text]) => {
      const fixture = readFileSync(join(FOLDER, FIXTURES[name] ?? name), 'utf8');
      return { name, ...compare(text, fixture) };
    });
    expect(compared.map(({ name }) => name)).toEqual(Object.keys(FIXTURES));
    // 24,424 rows and a header in each of 42 columns, and the empty text after the last line.
    expect(bars.length).toBe(24_424);
    const total = compared.reduce((sum, { cells }) => sum + cells, 0);
    expect(total).toBe(24_425 * 42 + 11);
    for (const { name, lines, numbersDiffer, textsDiffer } of compared) {
      expect({ name, lines, numbersDiffer, textsDiffer }).toEqual({
        name,
        lines: 0,
        numbersDiffer: 0,
        textsDiffer: 0,
      });
    }
  });
});
