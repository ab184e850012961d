import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { DAY_MS } from '../market/units.ts';
import { monthOf, TradingDayClock, weekOf } from './trading-day.ts';

const dayOf = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date) / DAY_MS;

test('the FX day turns at 17:00 New York, in winter and in summer', () => {
  const clock = new TradingDayClock();
  const utc = (text: string): number => Date.parse(text);
  expect(clock.dayOf(utc('2021-03-12T21:59Z'))).toBe(dayOf(2021, 3, 12));
  expect(clock.dayOf(utc('2021-03-12T22:00Z'))).toBe(dayOf(2021, 3, 13)); // EST
  expect(clock.dayOf(utc('2021-03-14T20:59Z'))).toBe(dayOf(2021, 3, 14));
  expect(clock.dayOf(utc('2021-03-14T21:00Z'))).toBe(dayOf(2021, 3, 15)); // EDT since 07:00
  expect(clock.dayOf(utc('2021-11-05T20:59Z'))).toBe(dayOf(2021, 11, 5)); // EDT
  expect(clock.dayOf(utc('2021-11-07T21:59Z'))).toBe(dayOf(2021, 11, 7)); // EST since 06:00
  expect(clock.dayOf(utc('2021-03-12T21:59Z'))).toBe(dayOf(2021, 3, 12)); // back again
});

test('the FX week begins with Monday, that is on Sunday 17:00', () => {
  expect(weekOf(dayOf(2021, 3, 15))).toBe(weekOf(dayOf(2021, 3, 19)));
  expect(weekOf(dayOf(2021, 3, 15))).toBe(weekOf(dayOf(2021, 3, 14)) + 1);
  expect(weekOf(dayOf(1970, 1, 1))).toBe(0);
});

property.prop([fc.integer({ min: -200_000, max: 200_000 })])(
  'the month is that of the calendar',
  (day) => {
    const date = new Date(day * DAY_MS);
    expect(monthOf(day)).toBe(date.getUTCFullYear() * 12 + date.getUTCMonth());
  },
);
