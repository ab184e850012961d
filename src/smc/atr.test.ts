import { expect, test } from 'vitest';
import { Atr } from './atr.ts';

test('is the mean of the first true ranges, then smoothed as Wilder does', () => {
  const atr = new Atr(3);
  atr.update(10, 8, 9); // high - low = 2
  atr.update(12, 9, 11); // 3
  expect(atr.value).toBe(0);
  atr.update(11, 7, 8); // max(4, 11 - 11, 11 - 7) = 4
  expect(atr.value).toBe(3);
  atr.update(9, 8.5, 9); // max(0.5, 9 - 8) = 1
  expect(atr.value).toBe((3 * 2 + 1) / 3);
});

test('counts a gap below the last close', () => {
  const atr = new Atr(1);
  atr.update(10, 9, 10);
  atr.update(7, 6, 6.5);
  expect(atr.value).toBe(4);
});
