import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  CLOCK_RULE_HELP,
  CLOCK_RULE_NAMES,
  clockOffsetAt,
  clockRule,
  parseClockRule,
  toUtc,
  toWall,
} from './clock-rule.ts';
import { HOUR_MS, MINUTE_MS, type UtcMs, type WallMs } from './units.ts';

const ms = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00Z`);
const shown = (value: number) => new Date(value).toISOString().slice(0, 16).replace('T', ' ');
const utcOf = (rule: string, wall: string) => shown(toUtc(clockRule(rule), ms(wall) as WallMs));
const wallOf = (rule: string, utc: string) => shown(toWall(clockRule(rule), ms(utc) as UtcMs));

describe('toWall', () => {
  it.each([
    ['utc', '2023-07-03 12:00', '2023-07-03 12:00'],
    ['utc-5', '2014-05-02 12:30', '2014-05-02 07:30'],
    ['utc+5:30', '2023-01-02 00:00', '2023-01-02 05:30'],
    ['eet-eu', '2023-01-06 22:00', '2023-01-07 00:00'],
    ['eet-eu', '2023-07-07 21:00', '2023-07-08 00:00'],
    // 12 to 26 March 2023: New York has summer time, Europe has not.
    ['eet-eu', '2023-03-17 21:00', '2023-03-17 23:00'],
    ['eet-us', '2023-03-17 21:00', '2023-03-18 00:00'],
    // 29 October to 5 November 2023: Europe is back to winter time, New York is not.
    ['eet-eu', '2023-11-03 21:00', '2023-11-03 23:00'],
    ['eet-us', '2023-11-03 21:00', '2023-11-04 00:00'],
    ['Europe/London', '2021-05-31 03:59', '2021-05-31 04:59'],
    ['America/New_York', '2023-03-12 07:00', '2023-03-12 03:00'],
    // US dates up to 2018, EU dates from 2019.
    ['histdata', '2018-03-15 12:00', '2018-03-15 08:00'],
    ['histdata', '2019-03-15 12:00', '2019-03-15 07:00'],
    ['histdata', '2019-04-15 12:00', '2019-04-15 08:00'],
    ['ejtrader', '2014-07-01 12:00', '2014-07-01 14:00'],
    ['ejtrader', '2014-12-31 12:00', '2014-12-31 13:00'],
    ['ejtrader', '2015-01-02 12:00', '2015-01-02 14:00'],
    ['ejtrader', '2015-07-01 12:00', '2015-07-01 15:00'],
    ['utc+1 until 2015-01-01 then eet-eu', '2014-07-01 12:00', '2014-07-01 13:00'],
    ['utc+1 until 2015-01-01 then eet-eu', '2015-07-01 12:00', '2015-07-01 15:00'],
  ])('%s at %s UTC reads %s', (rule, utc, wall) => {
    expect(wallOf(rule, utc)).toBe(wall);
  });
});

describe('toUtc', () => {
  it.each([
    ['eet-eu', '2022-10-10 00:00', '2022-10-09 21:00'],
    ['eet-eu', '2023-01-02 00:00', '2023-01-01 22:00'],
    // Helsinki, 26 March 2023: 03:00 to 03:59 is skipped and moves on by the hour.
    ['eet-eu', '2023-03-26 02:59', '2023-03-26 00:59'],
    ['eet-eu', '2023-03-26 03:30', '2023-03-26 01:30'],
    ['eet-eu', '2023-03-26 04:00', '2023-03-26 01:00'],
    // Helsinki, 29 October 2023: 03:00 to 03:59 comes twice; the first pass counts.
    ['eet-eu', '2023-10-29 02:59', '2023-10-28 23:59'],
    ['eet-eu', '2023-10-29 03:30', '2023-10-29 00:30'],
    ['eet-eu', '2023-10-29 04:00', '2023-10-29 02:00'],
    // New York, 5 November 2023: 01:30 comes twice.
    ['America/New_York', '2023-11-05 01:30', '2023-11-05 05:30'],
    ['utc+14', '2023-01-01 00:00', '2022-12-31 10:00'],
    ['utc-12', '2023-01-01 00:00', '2023-01-01 12:00'],
    ['ejtrader', '2014-12-31 23:30', '2014-12-31 22:30'],
    ['ejtrader', '2015-01-01 12:00', '2015-01-01 10:00'],
  ])('%s reading %s is %s UTC', (rule, wall, utc) => {
    expect(utcOf(rule, wall)).toBe(utc);
  });

  const rules = [...CLOCK_RULE_NAMES, 'Europe/London', 'Australia/Sydney', 'utc-9', 'utc+5:30'];
  const minutes = fc.integer({
    min: ms('1996-01-01 00:00') / MINUTE_MS,
    max: ms('2040-01-01 00:00') / MINUTE_MS,
  });

  test.prop([fc.constantFrom(...rules), minutes], { numRuns: 2000 })(
    'inverts toWall but for the second pass of an hour that comes twice',
    (name, minute) => {
      const rule = clockRule(name);
      const utc = (minute * MINUTE_MS) as UtcMs;
      const back = toUtc(rule, toWall(rule, utc));
      const isSecondPass = clockOffsetAt(rule, (utc - HOUR_MS) as UtcMs) > clockOffsetAt(rule, utc);
      expect(back).toBe(isSecondPass ? utc - HOUR_MS : utc);
    },
  );

  test.prop([fc.constantFrom(...rules), minutes], { numRuns: 500 })(
    'never runs backwards, but within the hour that comes twice',
    (name, minute) => {
      const rule = clockRule(name);
      const wall = (minute * MINUTE_MS) as WallMs;
      const later = (wall + 2 * HOUR_MS) as WallMs;
      expect(toUtc(rule, later)).toBeGreaterThan(toUtc(rule, wall));
    },
  );
});

describe('parseClockRule', () => {
  it('ignores case in its own names and keeps that of zones', () => {
    expect(parseClockRule('EET-EU')?.name).toBe('eet-eu');
    expect(parseClockRule('UTC+2')?.name).toBe('utc+2');
    expect(parseClockRule('Europe/London')?.name).toBe('Europe/London');
  });

  it.each(['', 'nonsense', 'utc+15', 'utc+1:60', 'utc+', '+2', '2', 'constructor', '__proto__'])(
    'knows no rule %j',
    (name) => {
      expect(parseClockRule(name)).toBeUndefined();
    },
  );

  it.each([
    'utc until 2015-02-30 then eet-eu',
    'utc until 2015-13-01 then eet-eu',
    'utc until 2015-01-01 then nonsense',
    'nonsense until 2015-01-01 then utc',
    'utc until 2015-01-01',
  ])('refuses the change %j', (name) => {
    expect(parseClockRule(name)).toBeUndefined();
  });

  it('joins more than two rules, each from its own day on', () => {
    const rule = clockRule('utc+1 until 2010-01-01 then utc+2 until 2015-01-01 then utc+3');
    const hoursAt = (text: string) => clockOffsetAt(rule, ms(text) as UtcMs) / HOUR_MS;
    expect(hoursAt('2009-12-31 23:59')).toBe(1);
    expect(hoursAt('2010-01-01 00:00')).toBe(2);
    expect(hoursAt('2014-12-31 23:59')).toBe(2);
    expect(hoursAt('2015-01-01 00:00')).toBe(3);
    expect(rule.name).toBe('utc+1 until 2010-01-01 then utc+2 until 2015-01-01 then utc+3');
  });

  it('keeps the changes that a joined rule has of its own', () => {
    const rule = clockRule('histdata until 2022-01-01 then utc');
    const hoursAt = (text: string) => clockOffsetAt(rule, ms(text) as UtcMs) / HOUR_MS;
    expect(hoursAt('2018-03-15 12:00')).toBe(-4);
    expect(hoursAt('2019-03-15 12:00')).toBe(-5);
    expect(hoursAt('2022-06-01 00:00')).toBe(0);
    const late = clockRule('utc until 2022-01-01 then histdata');
    expect(clockOffsetAt(late, ms('2022-03-20 12:00') as UtcMs) / HOUR_MS).toBe(-5);
  });

  it('names every rule in its help, and clockRule shows the help', () => {
    for (const name of CLOCK_RULE_NAMES) expect(CLOCK_RULE_HELP).toContain(name);
    expect(() => clockRule('nonsense')).toThrow('no clock rule is called nonsense: use utc');
  });
});
