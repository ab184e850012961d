import { expect, it } from 'vitest';
import { courseShapes } from './course-shapes.ts';

const trade = {
  openedAt: 60_000,
  openPrice: 100,
  closedAt: 125_000,
  closePrice: 106,
  stopLoss: 98,
  takeProfit: 106,
};
type Bar = [number, number, number, number, number, number];
const bars: Bar[] = [
  [0, 101, 102, 99, 100, 1],
  [60_000, 100, 104, 99, 103, 1],
  [120_000, 103, 106, 102, 106, 1],
  [180_000, 106, 106, 104, 105, 1],
];

it('lays candles, entry, exit, stop and target on one scale', () => {
  // From 98 at the bottom to 106 at the top of 80 pixels less an edge of 4 on both sides: 9 a point.
  const shapes = courseShapes(trade, bars, 40, 80);
  expect(shapes?.entry).toEqual({ x: 15, y: 58 });
  expect(shapes?.exit).toEqual({ x: 25, y: 4 });
  expect(shapes?.stop).toBe(76);
  expect(shapes?.target).toBe(4);
  expect(shapes?.candles[0]).toEqual({
    x: 5,
    high: 40,
    low: 67,
    top: 49,
    bottom: 58,
    isUp: false,
  });
  expect(shapes?.candles.map(({ isUp }) => isUp)).toEqual([false, true, true, false]);
});

it('leaves out a level that is not there or would flatten the candles', () => {
  const shapes = courseShapes({ ...trade, stopLoss: 0, takeProfit: 200 }, bars, 40, 80);
  expect([shapes?.stop, shapes?.target]).toEqual([undefined, undefined]);
});

it('is nothing without bars', () => {
  expect(courseShapes(trade, [], 40, 80)).toBeUndefined();
});
