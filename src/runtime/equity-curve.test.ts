import { expect, it } from 'vitest';
import { EquityCurve } from './equity-curve.ts';
import type { EquityPoint } from './messages.ts';

const point = (time: number, equity: number) => [time, equity, 100] as unknown as EquityPoint;
const points = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => point(from + at, from + at));
const times = (curve: EquityCurve) => curve.last().map(([time]) => time);

it('keeps what is new in full and thins what is old, and never loses a low or a high', () => {
  const curve = new EquityCurve([], undefined, 8);
  for (const one of points(0, 12)) curve.push(one);
  curve.push(point(12, -5));
  for (const one of points(13, 17)) curve.push(one);
  // At the seventeenth point the nine oldest are thinned: of four neighbours two stay.
  expect(times(curve)).toEqual([0, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  for (const one of points(17, 400)) curve.push(one);
  expect(curve.last().length).toBeLessThanOrEqual(16);
  expect(curve.last().map(([, equity]) => equity)).toContain(-5);
  expect(times(curve).slice(-8)).toEqual([392, 393, 394, 395, 396, 397, 398, 399]);
});

it('takes from another record only what lies before its first and after its last point', () => {
  let changes = 0;
  const curve = new EquityCurve([point(10, 1), point(20, 2)], () => (changes += 1));
  curve.complete([point(5, 9), point(10, 9), point(15, 9), point(20, 9), point(25, 9)]);
  expect(times(curve)).toEqual([5, 10, 20, 25]);
  curve.complete([point(15, 9)]);
  expect(changes).toBe(1);
  expect(times(curve)).toEqual([5, 10, 20, 25]);
});

it('forgets what has not happened when the account’s time went back', () => {
  const curve = new EquityCurve([point(10, 1), point(20, 2), point(30, 3)]);
  curve.push(point(20, 7));
  expect(curve.last()).toEqual([point(10, 1), point(20, 7)]);
});

it('begins with all that the other record has', () => {
  const curve = new EquityCurve();
  curve.complete(points(1, 4));
  expect(times(curve)).toEqual([1, 2, 3]);
});
