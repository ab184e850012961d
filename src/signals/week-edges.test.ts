import { expect, test } from 'vitest';
import { ALWAYS_OPEN, FX_WEEK, METALS_WEEK } from '../market/trading-week.ts';
import type { UtcMs } from '../market/units.ts';
import { WeekEdges } from './week-edges.ts';

const utc = (text: string): UtcMs => Date.parse(text) as UtcMs;

test('FX opens on Sunday and closes on Friday at 17:00 New York', () => {
  const edges = new WeekEdges(FX_WEEK);
  expect(edges.minutesSinceOpen(utc('2021-01-10T22:00Z'))).toBe(0);
  expect(edges.minutesSinceOpen(utc('2021-03-14T21:30Z'))).toBe(30); // the first day of EDT
  expect(edges.minutesToClose(utc('2021-01-08T20:30Z'))).toBe(90);
  expect(edges.minutesToClose(utc('2021-01-08T22:00Z'))).toBe(0);
  expect(edges.minutesSinceOpen(utc('2021-01-09T12:00Z'))).toBeUndefined();
});

test("gold's daily break is no long close", () => {
  const edges = new WeekEdges(METALS_WEEK);
  expect(edges.minutesSinceOpen(utc('2021-01-05T23:30Z'))).toBeUndefined();
  expect(edges.minutesToClose(utc('2021-01-05T21:30Z'))).toBeUndefined();
  expect(edges.minutesSinceOpen(utc('2021-01-10T23:30Z'))).toBe(30); // Sunday 18:30
  expect(edges.minutesToClose(utc('2021-01-08T21:30Z'))).toBe(30); // Friday 16:30
});

test('what never closes has no edges', () => {
  const edges = new WeekEdges(ALWAYS_OPEN);
  expect(edges.minutesSinceOpen(utc('2021-01-10T00:00Z'))).toBeUndefined();
  expect(edges.minutesToClose(utc('2021-01-09T23:59Z'))).toBeUndefined();
});
