import { describe, expect, it } from 'vitest';
import { swingHighsLows } from './swing-highs-lows.ts';
import { type BarRow, barsOf } from './testing/bars.ts';

const _ = NaN;

/** Bars of which only high and low count. */
function swings(highs: readonly number[], lows: readonly number[], length: number) {
  const rows = highs.map((high, row): BarRow => [high, high, lows[row] ?? NaN, high]);
  const { highLow, level, rows: at } = swingHighsLows(barsOf(rows), length);
  return { highLow: [...highLow], level: [...level], rows: [...at] };
}

describe('swingHighsLows', () => {
  it('alternates, and invents a swing on the first and the last row', () => {
    // Length 1 looks at a bar and the next: rows 1..3 can be swings.
    expect(swings([5, 8, 6, 7, 4], [4, 6, 3, 5, 2], 1)).toEqual({
      highLow: [-1, 1, -1, 1, -1],
      level: [4, 8, 3, 7, 2],
      rows: [0, 1, 2, 3, 4],
    });
  });

  it('looks at one bar less before than after', () => {
    // Length 2, window [i-1 .. i+2]: the 9 of row 1 is outside the window of row 3.
    const highs = [1, 9, 7, 8, 6, 5, 5, 5];
    const lows = [0, 1, 2, 3, 3, 3, 3, 3];
    expect(swings(highs, lows, 2).highLow.slice(1, 5)).toEqual([_, _, 1, -1]);
    // The 8 of row 5 is inside it.
    expect(swings([1, 9, 7, 8, 6, 8.5, 5, 5], lows, 2).highLow[3]).toBeNaN();
  });

  it('keeps the higher of two highs in a run, on ties the first', () => {
    // Lows fall, so each has a lower one behind it and none is a candidate.
    const lows = [5, 4, 3, 2, 1, 0];
    expect(swings([9, 8, 7, 8.5, 8, 8], lows, 1).highLow).toEqual([-1, _, _, 1, _, -1]);
    expect(swings([9, 8, 7, 8, 7, 7], lows, 1).highLow).toEqual([-1, 1, _, _, _, -1]);
  });

  it('counts a bar that is both as a high', () => {
    expect(swings([5, 9, 6, 6], [4, 1, 3, 3], 1).highLow).toEqual([-1, 1, _, -1]);
  });

  it('finds one high where all bars are equal', () => {
    expect(swings([2, 2, 2, 2, 2], [1, 1, 1, 1, 1], 1)).toEqual({
      highLow: [-1, 1, _, _, -1],
      level: [1, 2, _, _, 1],
      rows: [0, 1, 4],
    });
  });

  it('finds nothing where the window never fits', () => {
    for (const count of [0, 1, 2, 14]) {
      const highs = Array.from({ length: count }, (_bar, row) => 10 + (row % 3));
      const lows = highs.map((high) => high - 1);
      expect(swings(highs, lows, 5).rows).toEqual([]);
    }
    // 3L bars are the fewest: row 2L - 1 with L bars behind it.
    const fifteen = Array.from({ length: 15 }, (_bar, row) => 20 - Math.abs(row - 9));
    expect(
      swings(
        fifteen,
        fifteen.map((high) => high - 1),
        5,
      ).rows,
    ).toEqual([0, 9, 14]);
  });

  it('refuses a length that is no count of bars', () => {
    expect(() => swings([1], [1], 0)).toThrow(/whole number of bars from 1/);
    expect(() => swings([1], [1], 2.5)).toThrow(/whole number of bars from 1/);
  });
});
