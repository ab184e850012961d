import { expect, it } from 'vitest';
import { otherTimeframes, timeframeChoices, timeframeMs } from './timeframes.ts';

it('knows how long a timeframe is', () => {
  expect(['M1', 'M15', 'H4', 'D1', 'W1', 'MN1'].map(timeframeMs)).toEqual([
    60_000, 900_000, 14_400_000, 86_400_000, 604_800_000, 2_592_000_000,
  ]);
});

it("offers the account's own timeframe and the one that is shown in their places", () => {
  const usual = ['M1', 'M5', 'M15', 'H1', 'H4', 'D1'];
  expect(timeframeChoices('M5')).toEqual(usual);
  expect(timeframeChoices(undefined)).toEqual(usual);
  const both = timeframeChoices('M30', 'W1');
  expect(both).toEqual(['M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1', 'W1']);
  expect(otherTimeframes(both)).toEqual('M2 M3 M4 M6 M10 M12 M20 H2 H3 H6 H8 H12 MN1'.split(' '));
});
