import { describe, expect, it } from 'vitest';
import { retracements } from './retracements.ts';
import { type BarRow, barsOf, swingsOf } from './testing/bars.ts';

/** High and low of each bar. */
function bars(pairs: readonly (readonly [high: number, low: number])[]) {
  return barsOf(pairs.map(([high, low]): BarRow => [low, high, low, high]));
}

describe('retracements', () => {
  it('measures how far price came back, one row late, from the third change on', () => {
    const file = bars([
      [12, 10],
      [15, 12],
      [20, 18],
      [19, 17],
      [14, 12],
      [16, 13],
      [28, 25],
      [27, 24],
      [26, 22],
      [27, 25],
    ]);
    const swings = swingsOf(10, [
      [0, -1, 10],
      [2, 1, 20],
      [4, -1, 12],
      [6, 1, 28],
      [9, -1, 25],
    ]);
    const table = retracements(file, swings);
    // Directions by row: - - + + - - + + + -, shifted: - - - + + - - + + +. The third change is
    // to row 7, which is blanked as well. Row 8 tells of row 7: 100 - (24 - 12) / 16 x 100 = 25;
    // row 9 of row 8: 100 - (22 - 12) / 16 x 100 = 37.5.
    expect([...table.direction]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect([...table.current]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 25, 37.5]);
    expect([...table.deepest]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 25, 37.5]);
  });

  it('measures a swing low on its own row, keeps the deepest, and never lets it fall below 0', () => {
    const pairs = [
      [2, 1],
      [3, 1],
      [2, 1],
      [3, 1],
      [26, 20],
      [24, 21],
      [19, 12],
      [16, 13],
      [15, 11],
      [18, 14],
    ] as const;
    const swings = swingsOf(10, [
      [0, -1, 1],
      [1, 1, 3],
      [2, -1, 1],
      [3, 1, 20],
      [6, -1, 12],
      [9, 1, 18],
    ]);
    const table = retracements(bars(pairs), swings);
    // Shifted directions: + - + - + + + - - -: blank up to row 3. Rows 5 and 6 tell of rows 4 and
    // 5 against the leg 1..20: 100 - 19 / 19 x 100 = 0, then 100 - 20 / 19 x 100 = -5.3.
    // Row 7 tells of the swing low: 100 - (19 - 20) / -8 x 100 = 87.5; row 8 of a high of 16: 50.
    expect([...table.direction]).toEqual([0, 0, 0, 0, 1, 1, 1, -1, -1, -1]);
    expect([...table.current]).toEqual([0, 0, 0, 0, 0, 0, -5.3, 87.5, 50, 37.5]);
    expect([...table.deepest]).toEqual([0, 0, 0, 0, 0, 0, 0, 87.5, 87.5, 87.5]);
  });

  it('rounds half to even', () => {
    // Leg 0..800: lows of 798, 794 and 786 leave 0.25, 0.75 and 1.75 per cent.
    const file = bars([
      [1, 0],
      [2, 1],
      [1, 0],
      [800, 799],
      [800, 798],
      [800, 794],
      [800, 786],
      [800, 786],
    ]);
    const swings = swingsOf(8, [
      [0, -1, 0],
      [1, 1, 2],
      [2, -1, 0],
      [3, 1, 800],
    ]);
    expect([...retracements(file, swings).current].slice(5)).toEqual([0.2, 0.8, 1.8]);
  });

  it('is 0 on a leg of no height and where swings are few', () => {
    const flat = bars(Array.from({ length: 8 }, () => [5, 5] as const));
    const swings = swingsOf(8, [
      [0, -1, 5],
      [1, 1, 5],
      [2, -1, 5],
      [3, 1, 5],
    ]);
    expect([...retracements(flat, swings).current]).toEqual(Array(8).fill(0));
    for (const length of [0, 1, 2]) {
      const { direction, deepest } = retracements(
        bars(Array.from({ length }, () => [5, 4] as const)),
        swingsOf(length, []),
      );
      expect([...direction, ...deepest]).toEqual(Array(2 * length).fill(0));
    }
  });
});
