import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { FirstAbove } from './first-above.ts';

describe('FirstAbove', () => {
  const values = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 700 });

  test.prop([values, fc.nat(710), fc.integer({ min: -1, max: 41 })])(
    'finds what a scan finds',
    (list, start, threshold) => {
      const search = new FirstAbove(Float64Array.from([...list, 99]), list.length);
      const scan = (found: (value: number) => boolean): number =>
        list.findIndex((value, row) => row >= start && found(value));
      expect(search.after(start, threshold)).toBe(scan((value) => value > threshold));
      expect(search.atOrAfter(start, threshold)).toBe(scan((value) => value >= threshold));
    },
  );

  test.prop([values, fc.array(fc.nat(699), { maxLength: 50 })])(
    'finds no row that was removed',
    (list, gone) => {
      const search = new FirstAbove(Float64Array.from(list), list.length);
      for (const row of gone) if (row < list.length) search.remove(row);
      const left = list.map((value, row) => (gone.includes(row) ? -Infinity : value));
      for (let threshold = 0; threshold <= 40; threshold += 5) {
        expect(search.after(0, threshold)).toBe(left.findIndex((value) => value > threshold));
      }
    },
  );

  it('finds the last of 100,000 rows', () => {
    const rising = new Float64Array(100_000);
    rising[99_999] = 1;
    expect(new FirstAbove(rising, 100_000).after(0, 0)).toBe(99_999);
    expect(new FirstAbove(rising, 99_999).after(0, 0)).toBe(-1);
  });
});
