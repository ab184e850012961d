import { expect, test } from 'vitest';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { UtcMs } from '../../market/units.ts';
import { barSpread } from './bar-spread.ts';

const EURUSD = shippedInstrument('EURUSD') as Instrument; // typically 8 points
const BTCUSD = shippedInstrument('BTCUSD') as Instrument; // typically 2500

/** A minute of the New York day of Tuesday 2026-01-06, in UTC. */
const newYork = (hour: number, minute: number): UtcMs =>
  Date.UTC(2026, 0, 6, hour + 5, minute) as UtcMs;

test.each([
  ['data', 1, 13, newYork(9, 0), 13],
  ['data', 2, 13, newYork(9, 0), 26],
  ['data', 1, 0, newYork(9, 0), 8],
  ['typical', 1.5, 13, newYork(17, 0), 12],
  ['profile', 1, 13, newYork(0, 0), 10], // 8 * 1.2 = 9.6
  ['profile', 1, 13, newYork(2, 0), 8],
  ['profile', 1, 13, newYork(16, 54), 10], // 8 * 1.3 = 10.4
  ['profile', 1, 13, newYork(16, 55), 32],
  ['profile', 1, 13, newYork(18, 4), 32],
  ['profile', 1, 13, newYork(18, 5), 13], // 8 * 1.6 = 12.8
  ['profile', 2, 13, newYork(19, 0), 20],
] as const)(
  'by %s, times %d, of a bar that says %d: at %d %d',
  (model, multiplier, stated, at, points) => {
    expect(barSpread({ model, multiplier }, EURUSD, stated, at)).toBe(points);
  },
);

test('a fixed one, and one of what never closes', () => {
  const noon = newYork(12, 0);
  expect(barSpread({ model: 'fixed', points: 5, multiplier: 2 }, EURUSD, 13, noon)).toBe(10);
  expect(barSpread({ model: 'profile', multiplier: 1 }, BTCUSD, 0, newYork(17, 0))).toBe(2500);
});

test('the rollover follows New York into summer', () => {
  const july = Date.UTC(2026, 6, 7, 20, 55) as UtcMs;
  expect(barSpread({ model: 'profile', multiplier: 1 }, EURUSD, 0, july)).toBe(32);
});
