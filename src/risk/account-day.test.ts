import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { clockRule } from '../market/clock-rule.ts';
import { HOUR_MS, type UtcMs } from '../market/units.ts';
import { dayBounds, parseDayStart } from './account-day.ts';

const at = (text: string): UtcMs => Date.parse(`${text}Z`) as UtcMs;

test.each([
  ['eet-eu', '2024-01-10T10:00', '2024-01-10', '2024-01-09T22:00', '2024-01-10T22:00'],
  ['eet-eu', '2024-01-10T22:00', '2024-01-11', '2024-01-10T22:00', '2024-01-11T22:00'],
  // Between 10 and 31 March 2024 the two differ by an hour more than usual.
  ['eet-us', '2024-03-20T21:30', '2024-03-21', '2024-03-20T21:00', '2024-03-21T21:00'],
  ['Europe/Prague', '2024-03-20T21:30', '2024-03-20', '2024-03-19T23:00', '2024-03-20T23:00'],
  ['eet-us', '2024-06-12T21:30', '2024-06-13', '2024-06-12T21:00', '2024-06-13T21:00'],
  ['Europe/Prague', '2024-06-12T21:30', '2024-06-12', '2024-06-11T22:00', '2024-06-12T22:00'],
  // The autumn weeks: Europe has set its clocks back, New York has not.
  ['eet-us', '2024-10-29T21:30', '2024-10-30', '2024-10-29T21:00', '2024-10-30T21:00'],
  ['Europe/Prague', '2024-10-29T22:30', '2024-10-29', '2024-10-28T23:00', '2024-10-29T23:00'],
  // The days themselves in which clocks change: 23 and 25 hours.
  ['Europe/Prague', '2024-03-31T12:00', '2024-03-31', '2024-03-30T23:00', '2024-03-31T22:00'],
  ['Europe/Prague', '2024-10-27T12:00', '2024-10-27', '2024-10-26T22:00', '2024-10-27T23:00'],
  ['America/New_York', '2024-03-10T12:00', '2024-03-10', '2024-03-10T05:00', '2024-03-11T04:00'],
  ['utc+5:30', '2024-02-28T18:30', '2024-02-29', '2024-02-28T18:30', '2024-02-29T18:30'],
])('%s at %s is %s', (clock, time, day, startsAt, endsAt) => {
  expect(dayBounds(clockRule(clock), at(time))).toEqual({
    day,
    startsAt: at(startsAt),
    endsAt: at(endsAt),
  });
});

test('the two clocks are two hours apart only in the weeks between their changes', () => {
  const apart = (time: string): number => {
    const prague = dayBounds(clockRule('Europe/Prague'), at(time)).endsAt;
    return (prague - dayBounds(clockRule('eet-us'), at(time)).endsAt) / HOUR_MS;
  };
  expect(apart('2024-03-08T12:00')).toBe(1);
  expect(apart('2024-03-20T12:00')).toBe(2);
  expect(apart('2024-04-02T12:00')).toBe(1);
  expect(apart('2024-10-29T12:00')).toBe(2);
  expect(apart('2024-11-05T12:00')).toBe(1);
});

test('a day that begins at 17:00 New York carries the date it began on', () => {
  const rule = clockRule('America/New_York');
  const five = parseDayStart('17:00');
  expect(dayBounds(rule, at('2024-06-12T20:59'), five)).toMatchObject({
    day: '2024-06-11',
    endsAt: at('2024-06-12T21:00'),
  });
  expect(dayBounds(rule, at('2024-06-12T21:00'), five)).toMatchObject({ day: '2024-06-12' });
});

test('HH:MM is read exactly', () => {
  expect(parseDayStart('00:00')).toBe(0);
  expect(parseDayStart('23:59')).toBe(1439);
  const wrong = ['24:00', '7:00', '12:60', '', 'noon', '12:00 '];
  expect(wrong.filter((text) => parseDayStart(text) !== undefined)).toEqual([]);
});

const clocks = fc.constantFrom(
  'utc',
  'eet-eu',
  'eet-us',
  'Europe/Prague',
  'America/New_York',
  'America/Sao_Paulo', // changed its clocks at midnight
  'Asia/Beirut', // still does
  'Australia/Lord_Howe', // by half an hour
);
const times = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });

property.prop([clocks, times, fc.integer({ min: 0, max: 1439 })], { numRuns: 1_500 })(
  'days hold their time, follow each other without a hole, and are 22 to 26 hours long',
  (clock, time, startMinute) => {
    const rule = clockRule(clock);
    const today = dayBounds(rule, time as UtcMs, startMinute);
    expect(today.startsAt).toBeLessThanOrEqual(time);
    expect(today.endsAt).toBeGreaterThan(time);
    expect(dayBounds(rule, today.startsAt, startMinute)).toEqual(today);
    expect(dayBounds(rule, (today.endsAt - 1) as UtcMs, startMinute)).toEqual(today);
    const next = dayBounds(rule, today.endsAt, startMinute);
    expect(next.startsAt).toBe(today.endsAt);
    expect(next.day > today.day).toBe(true);
    const hours = (today.endsAt - today.startsAt) / HOUR_MS;
    expect(hours).toBeGreaterThanOrEqual(22);
    expect(hours).toBeLessThanOrEqual(26);
  },
);
