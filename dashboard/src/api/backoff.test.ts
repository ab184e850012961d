import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('doubles from half a second to ten seconds', () => {
  const waits = [0, 1, 2, 3, 4, 5, 50].map((attempt) => backoffMs(attempt, 0));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

it('is shortened by chance, by a half at most', () => {
  expect(backoffMs(0, 1)).toBe(250);
  expect(backoffMs(50, 0.5)).toBe(7_500);
});
