import { describe, expect, it } from 'vitest';
import { bosChoch } from './bos-choch.ts';
import { barsOf, closesOf, swingsOf } from './testing/bars.ts';

const _ = NaN;
const cells = (column: ArrayLike<number>): number[] => Array.from(column);

describe('bosChoch', () => {
  it('finds a bullish BOS: higher low, higher high, then a close beyond the pivot', () => {
    const swings = swingsOf(8, [
      [0, -1, 10],
      [2, 1, 20],
      [4, -1, 15],
      [6, 1, 25],
    ]);
    // Row 3 is too early (the search starts two rows on) and 20 itself is no break.
    const table = bosChoch(closesOf([10, 15, 20, 30, 15, 20, 21, 20]), swings);
    expect(cells(table.bos)).toEqual([_, _, 1, _, _, _, _, _]);
    expect(cells(table.choch)).toEqual(Array(8).fill(_));
    expect(cells(table.level)).toEqual([_, _, 20, _, _, _, _, _]);
    expect(cells(table.brokenIndex)).toEqual([_, _, 6, _, _, _, _, _]);
  });

  it('finds a bearish CHoCH: higher high, then lower low', () => {
    const swings = swingsOf(6, [
      [0, 1, 25],
      [1, -1, 20],
      [2, 1, 30],
      [3, -1, 15],
    ]);
    const table = bosChoch(closesOf([25, 20, 30, 20, 19, 18]), swings);
    expect(cells(table.choch)).toEqual([_, -1, _, _, _, _]);
    expect(cells(table.brokenIndex)).toEqual([_, 4, _, _, _, _]);
  });

  it('finds neither where two levels are equal', () => {
    const swings = swingsOf(6, [
      [0, -1, 15],
      [1, 1, 20],
      [2, -1, 15],
      [3, 1, 25],
    ]);
    const table = bosChoch(closesOf([15, 20, 15, 25, 25, 25]), swings);
    expect(cells(table.brokenIndex)).toEqual(Array(6).fill(_));
  });

  it('takes a wick for a break where a close is not asked for', () => {
    const swings = swingsOf(5, [
      [0, -1, 10],
      [1, 1, 20],
      [2, -1, 15],
      [3, 1, 25],
    ]);
    const bars = barsOf([
      [10, 10, 10, 10],
      [20, 20, 20, 20],
      [15, 15, 15, 15],
      [18, 25, 18, 19],
      [19, 24, 19, 24],
    ]);
    expect(bosChoch(bars, swings, true).brokenIndex[1]).toBe(4);
    expect(bosChoch(bars, swings, false).brokenIndex[1]).toBe(3);
  });

  it('deletes the older event that was not broken earlier, and leaves its index behind', () => {
    const swings = swingsOf(8, [
      [0, -1, 10],
      [1, 1, 20],
      [2, -1, 15],
      [3, 1, 25],
      [4, -1, 18],
      [5, 1, 30],
    ]);
    const together = bosChoch(closesOf([10, 20, 15, 19, 18, 19, 26, 26]), swings);
    expect(cells(together.bos)).toEqual([_, _, _, 1, _, _, _, _]);
    expect(cells(together.level)).toEqual([_, _, _, 25, _, _, _, _]);
    expect(cells(together.brokenIndex)).toEqual([_, 6, _, 6, _, _, _, _]);
    const inTurn = bosChoch(closesOf([10, 20, 15, 21, 18, 19, 26, 26]), swings);
    expect(cells(inTurn.bos)).toEqual([_, 1, _, 1, _, _, _, _]);
  });

  it('deletes what was never broken', () => {
    const swings = swingsOf(5, [
      [0, -1, 10],
      [1, 1, 20],
      [2, -1, 15],
      [3, 1, 25],
    ]);
    const table = bosChoch(closesOf([10, 20, 15, 20, 20]), swings);
    expect([...table.bos, ...table.level, ...table.brokenIndex]).toEqual(Array(15).fill(_));
  });

  it('compares with the level in single precision, as the library does', () => {
    // 0.7 in single precision is below 0.7, 0.3 is above 0.3: an equal close breaks only the first.
    const breakOf = (level: number): number | undefined => {
      const swings = swingsOf(4, [
        [0, -1, level - 0.2],
        [1, 1, level],
        [2, -1, level - 0.1],
        [3, 1, level + 0.1],
      ]);
      return bosChoch(closesOf([0, 0, 0, level]), swings).brokenIndex[1];
    };
    expect(breakOf(0.7)).toBe(3);
    expect(breakOf(0.3)).toBeNaN();
  });

  it('finds nothing in fewer than four swings', () => {
    const swings = swingsOf(3, [
      [0, -1, 1],
      [1, 1, 2],
      [2, -1, 1],
    ]);
    expect(cells(bosChoch(closesOf([1, 2, 3]), swings).brokenIndex)).toEqual([_, _, _]);
    expect(cells(bosChoch(closesOf([]), swingsOf(0, [])).bos)).toEqual([]);
  });
});
