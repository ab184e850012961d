import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { Ring } from './ring.ts';

it('keeps the newest, oldest first, and counts all', () => {
  const ring = new Ring<number>(3);
  expect(ring.last()).toEqual([]);
  for (const item of [1, 2, 3, 4, 5]) ring.push(item);
  expect(ring.last()).toEqual([3, 4, 5]);
  expect(ring.last(2)).toEqual([4, 5]);
  expect(ring.last(9)).toEqual([3, 4, 5]);
  expect([ring.length, ring.total]).toEqual([3, 5]);
});

test.prop([fc.integer({ min: 1, max: 9 }), fc.array(fc.integer(), { maxLength: 60 })])(
  'is the end of the list of all that was pushed',
  (capacity, items) => {
    const ring = new Ring<number>(capacity);
    items.forEach((item, at) => {
      ring.push(item);
      expect(ring.last()).toEqual(items.slice(0, at + 1).slice(-capacity));
      expect(ring.last(2)).toEqual(items.slice(0, at + 1).slice(-Math.min(2, capacity)));
    });
    expect(ring.length).toBe(Math.min(items.length, capacity));
    expect(ring.total).toBe(items.length);
  },
);
