import { describe, expect, it } from 'vitest';
import type { Money } from '../../market/units.ts';
import { resultOfR, tradeOfR } from '../result-fixture.ts';
import { coinFlip } from './coin-flip.ts';
import { tradeOrder } from './trade-order.ts';

describe('coin flips', () => {
  it('are the same every time, around the mean of both sides', () => {
    const same = Array.from({ length: 400 }, (_, at) => (at % 5 < 2 ? 2 : -1));
    const other = same.map((r) => (r > 0 ? -1 : 0.5));
    const found = coinFlip(same, other, 1000);
    expect(coinFlip(same, other, 1000)).toEqual(found);
    expect(found?.ours).toBeCloseTo(0.2, 12);
    // mean of both: (0.2 + (0.4 * -1 + 0.6 * 0.5)) / 2
    expect(found?.mean).toBeCloseTo(0.05, 1);
    expect(found?.percentile).toBeGreaterThan(95);
    expect(found?.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  it('count a toss that equals ours against us', () => {
    // Both sides bring the same: every toss is as good as ours.
    const found = coinFlip([1, -1, 1], [1, -1, 1], 500);
    expect(found).toMatchObject({ percentile: 0, pValue: 1, low: 1 / 3, high: 1 / 3 });
  });

  it('never explain anything with a chance of zero', () => {
    const found = coinFlip(
      Array.from({ length: 60 }, () => 2),
      Array.from({ length: 60 }, () => -1),
      1000,
    );
    expect(found).toMatchObject({ percentile: 100, pValue: 1 / 1001 });
  });

  it('are none without trades', () => {
    expect(coinFlip([], [], 1000)).toBeUndefined();
  });

  it('toss 5,000 trades 1,000 times in a second', () => {
    const same = Array.from({ length: 5000 }, (_, at) => (at % 3 === 0 ? 2 : -1));
    const began = performance.now();
    coinFlip(same, same.toReversed(), 1000);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('other orders of the trades', () => {
  it('fall between the least and the most there can be', () => {
    // Five losses of 100 in a row are the worst, one alone is the best: ours is 500.
    const trades = [-1, -1, -1, -1, -1, 2, 2, 2, 2, 2].map((r, at) => tradeOfR(r, at));
    const found = tradeOrder(trades, 10_000 as Money, 1000);
    expect(found?.ours).toBe(500);
    expect(found?.median).toBeGreaterThanOrEqual(100);
    expect(found?.median).toBeLessThan(500);
    expect(found?.worstInTwenty).toBeLessThanOrEqual(500);
    expect(tradeOrder(trades, 10_000 as Money, 1000)).toEqual(found);
    expect(tradeOrder(trades.slice(0, 1), 10_000 as Money, 10)).toBeUndefined();
  });
});

describe('controls of a result', () => {
  it('name the trades it takes', () => {
    const { controls } = resultOfR([2, -1, -1, 2, 2, -1, -1, -1, 2, -1]);
    expect(controls?.needed).toMatchObject({ forPointTwoR: 334, forPointOneR: 1292 });
    // 6.1826 * 2.4 / 0.04
    expect(controls?.needed.forFound).toBe(371);
    expect(controls?.costLadder.map(({ spread }) => spread)).toEqual([1, 1.5, 2, 3]);
    expect(resultOfR([-1, -1]).controls?.needed.forFound).toBeNull();
  });
});
