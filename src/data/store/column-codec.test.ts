import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { packChunk, unpackChunk } from './chunk-codec.ts';
import { readColumn, writeColumn } from './column-codec.ts';
import { emptyTable, type Column } from './table.ts';

function throughTheDisk(column: Column): Column {
  const back =
    column instanceof Float64Array
      ? new Float64Array(column.length)
      : new Float32Array(column.length);
  expect(readColumn(writeColumn(column), back)).toBe(true);
  return back;
}

const isSame = (a: Column, b: Column): boolean => a.every((value, row) => Object.is(value, b[row]));

describe('a column', () => {
  it.each([
    ['minutes', [600_000, 660_000, 720_000], 2, 0],
    ['prices of five digits', [1.22396, 1.2242, 1.22296], 2, 7],
    ['a leap of more than two bytes', [1.10001, 2.9, 1.1], 4, 7],
    ['whole numbers', [7, 9, 8], 2, 2],
    ['what no decimal says', [Math.PI, 1 / 3], 0, 0],
    ['not a number', [1, NaN], 0, 0],
    ['a leap of more than four bytes', [0.1, 1e9], 0, 0],
    ['the zero below zero', [0, -0], 0, 0],
  ])('of %s', (_, values, kind, unit) => {
    const column = Float64Array.from(values);
    const written = writeColumn(column);
    expect([written.kind, written.unit]).toEqual([kind, kind === 0 ? 0 : unit]);
    expect(isSame(throughTheDisk(column), column)).toBe(true);
  });

  test.prop([fc.float64Array()])('comes back to the bit', (column) => {
    expect(isSame(throughTheDisk(column), column)).toBe(true);
  });

  test.prop([fc.float32Array()])('comes back to the bit in single precision', (column) => {
    expect(isSame(throughTheDisk(column), column)).toBe(true);
  });

  test.prop([
    fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 })),
    fc.integer({ min: 0, max: 6 }),
  ])('of decimals is kept small', (wholes, digits) => {
    const column = Float64Array.from(wholes, (whole) => whole / Number(`1e${digits}`));
    expect(
      isSame(
        throughTheDisk(column),
        column.map((value) => value + 0),
      ),
    ).toBe(true);
    expect(writeColumn(column).bytes.length).toBeLessThanOrEqual(4 * wholes.length);
  });
});

describe('a chunk', () => {
  const rows = {
    length: 3,
    columns: [Float64Array.of(0, 60_000, 120_000), Float32Array.of(1, 2, 3.5)],
  };

  it('comes back at the place asked for', () => {
    const into = emptyTable(rows, 5);
    expect(unpackChunk(packChunk(rows), into, 1, 3)).toBe(true);
    expect([...(into.columns[0] ?? [])]).toEqual([0, 0, 60_000, 120_000, 0]);
    expect([...(into.columns[1] ?? [])]).toEqual([0, 1, 2, 3.5, 0]);
  });

  it('is refused when it is cut short, of other columns or of more rows', () => {
    const packed = packChunk(rows);
    expect(unpackChunk(packed.subarray(0, 10), emptyTable(rows, 3), 0, 3)).toBe(false);
    expect(unpackChunk(packed, emptyTable(rows, 4), 0, 4)).toBe(false);
    const narrow = { length: 3, columns: rows.columns.slice(0, 1) };
    expect(unpackChunk(packed, emptyTable(narrow, 3), 0, 3)).toBe(false);
  });
});
