import { describe, expect, it } from 'vitest';
import {
  bootstrapMeans,
  lowerBoundOfMean,
  meanInterval,
  profitFactorInterval,
} from './block-bootstrap.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { bracketDeviation, tradesNeeded, usualTradesNeeded } from './power.ts';
import { SeededDraws } from './seeded-draws.ts';

describe('the normal distribution', () => {
  it('has the values of its tables', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 7);
    expect(normalCdf(-1.644854)).toBeCloseTo(0.05, 7);
    expect(normalQuantile(0.95)).toBeCloseTo(1.644854, 6);
    expect(normalQuantile(0.8)).toBeCloseTo(0.841621, 6);
    expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
  });
});

describe('trades needed', () => {
  it('are 334 for +0.2 R and 1,292 for +0.1 R at 2 R, one-sided 5 %, power 80 %', () => {
    expect(usualTradesNeeded(0.2)).toBe(334);
    expect(usualTradesNeeded(0.1)).toBe(1292);
  });

  it('are none where there is nothing to tell', () => {
    const question = { deviation: 1.5, alpha: 0.05, power: 0.8 };
    expect(tradesNeeded({ ...question, meanR: 0 })).toBeUndefined();
    expect(tradesNeeded({ ...question, meanR: -0.1 })).toBeUndefined();
    expect(tradesNeeded({ ...question, meanR: 1, deviation: 0 })).toBeUndefined();
  });

  it('rest on the deviation of a bracket', () => {
    // p = 0.4, so sqrt(9 * 0.24)
    expect(bracketDeviation(2, 0.2)).toBeCloseTo(1.4697, 4);
  });
});

describe('the block bootstrap', () => {
  const draws = new SeededDraws(7);
  const values = Array.from({ length: 400 }, () => (draws.uniform() < 0.4 ? 2 : -1));

  it('gives the same means every time, and about the error of the mean', () => {
    expect([...bootstrapMeans(values)]).toEqual([...bootstrapMeans(values)]);
    const mean = values.reduce((sum, value) => sum + value, 0) / 400;
    const interval = meanInterval(values) ?? { low: 0, high: 0 };
    expect(interval.low).toBeLessThan(mean);
    expect(interval.high).toBeGreaterThan(mean);
    // 1.96 * 2 * 1.47 / sqrt(400) = 0.288
    expect(interval.high - interval.low).toBeGreaterThan(0.23);
    expect(interval.high - interval.low).toBeLessThan(0.35);
  });

  it('is wider where neighbours go together', () => {
    const runs = Array.from({ length: 400 }, (_, at) => (Math.floor(at / 8) % 2 === 0 ? 1 : -1));
    const mixed = Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 1 : -1));
    const width = (list: readonly number[]): number => {
      const { low, high } = meanInterval(list) ?? { low: 0, high: 0 };
      return high - low;
    };
    expect(width(runs)).toBeGreaterThan(3 * width(mixed));
  });

  it('answers nothing for few values, and one value for identical ones', () => {
    expect(meanInterval([1, 2, 3])).toBeUndefined();
    expect(lowerBoundOfMean([], 0.05)).toBeUndefined();
    const same = meanInterval(Array.from({ length: 30 }, () => 0.5));
    expect(same?.low).toBeCloseTo(0.5, 12);
    expect(same?.high).toBeCloseTo(0.5, 12);
  });

  it('has no upper end of the profit factor where losses run out', () => {
    expect(profitFactorInterval(Array.from({ length: 30 }, () => 1))).toBeUndefined();
    const interval = profitFactorInterval(values);
    expect(interval?.low).toBeLessThan(4 / 3);
    expect(interval?.high).toBeGreaterThan(4 / 3);
  });
});
