import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { mergeRows } from './merge-rows.ts';
import type { Table } from './table.ts';

type Row = readonly [time: number, value: number];

function table(rows: readonly Row[]): Table {
  const columns = [0, 1].map((index) => Float64Array.from(rows, (row) => row[index] as number));
  return { length: rows.length, columns };
}

function rowsOf({ length, columns }: Table): Row[] {
  return Array.from({ length }, (_, row) => [columns[0]?.[row] ?? NaN, columns[1]?.[row] ?? NaN]);
}

function merge(stored: readonly Row[], incoming: readonly Row[]) {
  const { rows, ...counts } = mergeRows(table(stored), table(incoming));
  return { rows: rowsOf(rows), ...counts };
}

describe('rows laid over stored ones', () => {
  it.each([
    ['into nothing', [], [[1, 7]], [[1, 7]], 1, 0, 0, undefined],
    [
      'after the last',
      [[1, 7]],
      [[2, 8]],
      [
        [1, 7],
        [2, 8],
      ],
      1,
      0,
      0,
      undefined,
    ],
    [
      'into a gap',
      [
        [1, 7],
        [3, 9],
      ],
      [[2, 8]],
      [
        [1, 7],
        [2, 8],
        [3, 9],
      ],
      1,
      0,
      0,
      undefined,
    ],
    [
      'the same again',
      [
        [1, 7],
        [2, 8],
      ],
      [
        [1, 7],
        [2, 8],
      ],
      [
        [1, 7],
        [2, 8],
      ],
      0,
      2,
      0,
      undefined,
    ],
    [
      'other values',
      [
        [1, 7],
        [2, 8],
      ],
      [
        [2, 9],
        [3, 9],
      ],
      [
        [1, 7],
        [2, 9],
        [3, 9],
      ],
      1,
      0,
      1,
      2,
    ],
    [
      'two ticks of one instant',
      [
        [1, 7],
        [1, 8],
      ],
      [
        [1, 7],
        [1, 8],
      ],
      [
        [1, 7],
        [1, 8],
      ],
      0,
      2,
      0,
      undefined,
    ],
    [
      'one tick for two',
      [
        [1, 7],
        [1, 8],
      ],
      [[1, 7]],
      [[1, 7]],
      0,
      0,
      2,
      1,
    ],
    [
      'ticks in another order',
      [
        [1, 7],
        [1, 8],
      ],
      [
        [1, 8],
        [1, 7],
      ],
      [
        [1, 8],
        [1, 7],
      ],
      0,
      0,
      2,
      1,
    ],
  ] satisfies ReadonlyArray<
    readonly [string, Row[], Row[], Row[], number, number, number, number | undefined]
  >)('%s', (_, stored, incoming, rows, added, identical, replaced, conflict) => {
    expect(merge(stored, incoming)).toEqual({ rows, added, identical, replaced, conflict });
  });

  const series = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3 })), {
      selector: ([time]) => time,
    })
    .map((rows) => rows.toSorted((a, b) => a[0] - b[0]));

  test.prop([series, fc.array(fc.boolean()), fc.array(fc.boolean())])(
    'parts of one series in any overlap make what they hold together',
    (rows, inFirst, inSecond) => {
      const first = rows.filter((_, at) => inFirst[at] === true);
      const second = rows.filter((_, at) => inSecond[at] === true);
      const merged = merge(first, second);
      expect(merged.rows).toEqual(
        rows.filter((_, at) => inFirst[at] === true || inSecond[at] === true),
      );
      expect(merged.added + merged.identical).toBe(second.length);
      expect(merged.conflict).toBeUndefined();
    },
  );

  test.prop([series, series])(
    'in conflict the newcomer wins, all others stay',
    (stored, incoming) => {
      const expected = new Map([...stored, ...incoming]);
      const merged = merge(stored, incoming);
      expect(merged.rows).toEqual([...expected].toSorted((a, b) => a[0] - b[0]));
      const old = new Map(stored);
      const differing = incoming.filter(([time, value]) => (old.get(time) ?? value) !== value);
      expect(merged.replaced).toBe(differing.length);
      expect(merged.conflict).toBe(differing[0]?.[0]);
    },
  );
});
