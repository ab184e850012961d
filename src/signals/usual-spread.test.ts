import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, type UtcMs } from '../market/units.ts';
import { UsualSpread, type UsualSpreadState } from './usual-spread.ts';

const at = (text: string, minutes = 0): UtcMs => (Date.parse(text) + minutes * MINUTE_MS) as UtcMs;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Twelve readings, five minutes apart, from an instant on. */
function hour(usual: UsualSpread, start: string, spread: number): void {
  for (let minutes = 0; minutes < 60; minutes += 5) usual.learn(at(start, minutes), spread);
}

test('an hour of the week is known after twelve readings of it, and of no other', () => {
  const usual = new UsualSpread();
  for (let minutes = 0; minutes < 55; minutes += 5)
    usual.learn(at('2021-01-05T14:00Z', minutes), 8);
  expect(usual.at(at('2021-01-05T14:55Z'))).toBeUndefined();
  usual.learn(at('2021-01-05T14:55Z'), 8);
  expect(usual.at(at('2021-01-12T14:30Z'))).toBe(8);
  expect(usual.at(at('2021-01-12T15:00Z'))).toBeUndefined();
  expect(usual.at(at('2021-01-13T14:00Z'))).toBeUndefined();
});

test('is the mean of the readings, and forgets from the 97th on', () => {
  const usual = new UsualSpread();
  hour(usual, '2021-01-05T14:00Z', 6);
  hour(usual, '2021-01-12T14:00Z', 10);
  expect(usual.at(at('2021-01-12T14:59Z'))).toBeCloseTo(8, 12);
  for (let week = 0; week < 6; week += 1) {
    for (let reading = 0; reading < 12; reading += 1) {
      usual.learn((at('2021-01-19T14:00Z', reading) + week * WEEK_MS) as UtcMs, 8);
    }
  }
  const full = usual.at(at('2021-01-05T14:00Z')) ?? NaN; // 96 readings
  expect(full).toBeCloseTo(8, 12);
  usual.learn(at('2021-01-05T14:00Z'), 104);
  expect(usual.at(at('2021-01-05T14:00Z'))).toBeCloseTo(9, 12); // 8 + 96 / 96
});

test('the hour is that of New York: summer time moves it', () => {
  const usual = new UsualSpread();
  hour(usual, '2021-03-09T14:00Z', 8); // 09:00 EST
  expect(usual.at(at('2021-03-16T13:30Z'))).toBe(8); // 09:30 EDT
  expect(usual.at(at('2021-03-16T14:30Z'))).toBeUndefined();
  expect(usual.at(at('2021-11-02T13:30Z'))).toBe(8); // 09:30 EDT
  expect(usual.at(at('2021-11-09T14:30Z'))).toBe(8); // 09:30 EST
});

test('goes on from a snapshot', () => {
  const usual = new UsualSpread();
  hour(usual, '2021-01-05T14:00Z', 8);
  const other = new UsualSpread();
  other.restore(JSON.parse(JSON.stringify(usual.snapshot())) as UsualSpreadState);
  expect(other.at(at('2021-01-12T14:00Z'))).toBe(8);
});
