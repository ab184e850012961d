import { describe, expect, it } from 'vitest';
import {
  bucketStart,
  isTimeframe,
  TIMEFRAMES,
  timeframeMs,
  timeframeOfLength,
} from './timeframe.ts';
import type { WallMs } from './units.ts';

const wall = (text: string) => Date.parse(`${text}Z`) as WallMs;

describe('bucketStart', () => {
  it.each([
    ['M1', '2023-10-02T13:47:59', '2023-10-02T13:47:00'],
    ['M5', '2023-10-02T13:47:59', '2023-10-02T13:45:00'],
    ['M15', '2023-10-02T13:44:59', '2023-10-02T13:30:00'],
    ['M30', '2023-10-02T13:30:00', '2023-10-02T13:30:00'],
    ['H1', '2023-10-02T13:59:59', '2023-10-02T13:00:00'],
    ['H4', '2023-10-02T13:59:59', '2023-10-02T12:00:00'],
    ['H4', '2023-10-02T23:59:59', '2023-10-02T20:00:00'],
    ['D1', '2023-10-02T23:59:59', '2023-10-02T00:00:00'],
    ['D1', '1969-12-31T23:59:59', '1969-12-31T00:00:00'],
  ] as const)('%s of %s begins at %s', (timeframe, time, start) => {
    expect(bucketStart(wall(time), timeframe)).toBe(wall(start));
  });
});

describe('timeframes', () => {
  it('have lengths that lead back to them', () => {
    expect(TIMEFRAMES.map((timeframe) => timeframeMs(timeframe) / 60_000)).toEqual([
      1, 5, 15, 30, 60, 240, 1440,
    ]);
    for (const timeframe of TIMEFRAMES) {
      expect(timeframeOfLength(timeframeMs(timeframe))).toBe(timeframe);
    }
    expect(timeframeOfLength(120_000)).toBeUndefined();
    expect(timeframeOfLength(NaN)).toBeUndefined();
  });

  it('are told by name', () => {
    expect(isTimeframe('H4')).toBe(true);
    expect(isTimeframe('h4')).toBe(false);
    expect(isTimeframe('toString')).toBe(false);
  });
});
