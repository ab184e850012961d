import { expect, it } from 'vitest';
import { timeframeChoices, timeframeMs } from './timeframes.ts';

it('knows how long a timeframe is', () => {
  expect(['M1', 'M15', 'H4', 'D1'].map(timeframeMs)).toEqual([
    60_000, 900_000, 14_400_000, 86_400_000,
  ]);
});

it("offers the account's own timeframe in its place", () => {
  expect(timeframeChoices('M5')).toEqual(['M1', 'M5', 'M15', 'H1', 'H4']);
  expect(timeframeChoices('M30')).toEqual(['M1', 'M5', 'M15', 'M30', 'H1', 'H4']);
  expect(timeframeChoices(undefined)).toEqual(['M1', 'M5', 'M15', 'H1', 'H4']);
});
