import { describe, expect, it } from 'vitest';
import { liquidity } from './liquidity.ts';
import { type BarRow, barsOf, swingsOf } from './testing/bars.ts';

const _ = NaN;

/** Range 10..110, so that 0.01 of it is a band of 1; only row 9 reaches 101. */
const HIGHS = [100, 90, 90, 100.5, 90, 99, 90, 98.9, 90, 101, 100, 110];
const ROWS = HIGHS.map((high, row): BarRow => [50, high, row === 11 ? 10 : 50, 50]);
const SWINGS = [
  [0, 100],
  [3, 100.5],
  [5, 99],
  [7, 98.9],
  [10, 100],
] as const;

function highs(rows: readonly BarRow[] = ROWS, share = 0.01) {
  const swings = SWINGS.map(([row, level]) => [row, 1, level] as const);
  return liquidity(barsOf(rows), swingsOf(rows.length, swings), share);
}

function at(column: Float32Array, length = 12): number[] {
  return Array.from({ length }, (_cell, row) => column[row] ?? NaN);
}

const only = (cells: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 12 }, (_cell, row) => cells[row] ?? _);

describe('liquidity', () => {
  it('groups the highs within the band of the first, its near edge included, until the sweep', () => {
    // 98.9 is below 99; 100 in row 10 comes after the sweep by 101, the far edge itself.
    const table = highs();
    expect(at(table.liquidity)).toEqual(only({ 0: 1 }));
    expect(at(table.level)).toEqual(only({ 0: Math.fround(299.5 / 3) }));
    expect(at(table.end)).toEqual(only({ 0: 5 }));
    expect(at(table.swept)).toEqual(only({ 0: 9 }));
  });

  it('mirrors for lows', () => {
    const rows = ROWS.map(([, h, l]): BarRow => [70, 120 - l, 120 - h, 70]);
    const swings = SWINGS.map(([row, level]) => [row, -1, 120 - level] as const);
    const table = liquidity(barsOf(rows), swingsOf(12, swings), 0.01);
    expect(at(table.liquidity)).toEqual(only({ 0: -1 }));
    expect(at(table.level)).toEqual(only({ 0: Math.fround(60.5 / 3) }));
    expect(at(table.end)).toEqual(only({ 0: 5 }));
    expect(at(table.swept)).toEqual(only({ 0: 9 }));
  });

  it('writes 0 for what was not swept', () => {
    // A band of 20 reaches from 80 to 120, which no bar touches.
    const table = highs(ROWS, 0.2);
    expect(at(table.swept)).toEqual(only({ 0: 0 }));
    expect(at(table.end)).toEqual(only({ 0: 10 }));
    expect(table.level[0]).toBe(Math.fround((100 + 100.5 + 99 + 98.9 + 100) / 5));
  });

  it('needs two members, which a swept band of no width never gets', () => {
    expect(at(highs(ROWS, 0).liquidity)).toEqual(only({}));
    const none = liquidity(barsOf([]), swingsOf(0, []));
    expect(none.liquidity.length).toBe(0);
  });
});
