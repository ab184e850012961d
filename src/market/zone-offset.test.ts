import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, type UtcMs } from './units.ts';
import { isZone, offsetAt } from './zone-offset.ts';

const at = (text: string) => Date.parse(text) as UtcMs;

describe('offsetAt', () => {
  it.each([
    ['UTC', '2023-07-01T00:00:00Z', 0],
    ['America/New_York', '2023-03-12T06:59:59Z', -5],
    ['America/New_York', '2023-03-12T07:00:00Z', -4],
    ['America/New_York', '2023-11-05T05:59:59Z', -4],
    ['America/New_York', '2023-11-05T06:00:00Z', -5],
    // Up to 2006 New York changed on the first Sunday of April.
    ['America/New_York', '2006-03-20T12:00:00Z', -5],
    ['America/New_York', '2007-03-20T12:00:00Z', -4],
    ['Europe/Helsinki', '2023-03-26T00:59:59Z', 2],
    ['Europe/Helsinki', '2023-03-26T01:00:00Z', 3],
    ['Europe/Helsinki', '2023-10-29T01:00:00Z', 2],
    ['Asia/Kolkata', '2023-01-01T00:00:00Z', 5.5],
    // Half an hour of summer time, and a zone that left its own for Ramadan.
    ['Australia/Lord_Howe', '2023-01-01T00:00:00Z', 11],
    ['Australia/Lord_Howe', '2023-07-01T00:00:00Z', 10.5],
    ['Africa/Casablanca', '2023-04-01T00:00:00Z', 0],
    ['Africa/Casablanca', '2023-05-01T00:00:00Z', 1],
  ])('%s at %s is %d hours ahead', (zone, time, hours) => {
    expect(offsetAt(zone, at(time))).toBe(hours * HOUR_MS);
  });

  it('answers out of order', () => {
    const summer = at('2023-07-01T00:00:00Z');
    const winter = at('1999-01-01T00:00:00Z');
    expect(offsetAt('Europe/London', summer)).toBe(HOUR_MS);
    expect(offsetAt('Europe/London', winter)).toBe(0);
    expect(offsetAt('Europe/London', summer)).toBe(HOUR_MS);
  });

  const zones = ['America/New_York', 'Europe/Helsinki', 'America/Sao_Paulo', 'Asia/Kathmandu'];
  test.prop(
    [
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: at('2055-01-01T00:00:00Z') / MINUTE_MS }),
    ],
    { numRuns: 1000 },
  )('agrees with the date that the runtime itself shows', (zone, minute) => {
    const utc = (minute * MINUTE_MS) as UtcMs;
    const shown = new Date(utc).toLocaleString('sv-SE', { timeZone: zone });
    expect(Date.parse(`${shown.replace(' ', 'T')}Z`) - utc).toBe(offsetAt(zone, utc));
  });
});

describe('isZone', () => {
  it('tells zones from other words', () => {
    expect(isZone('Europe/London')).toBe(true);
    expect(isZone('Europe/Atlantis')).toBe(false);
    expect(isZone('+02:00')).toBe(false);
    expect(isZone('')).toBe(false);
  });
});
