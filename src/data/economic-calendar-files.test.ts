import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Currency, UtcMs } from '../market/units.ts';
import { readCalendars } from './calendar.ts';
import { describeProblem } from './data-problem.ts';
import { calendarOf } from './economic-calendar-files.ts';

const ROOT = process.env['KIMI_MARKET_DATA'] ?? '../shared/market-data';
const FOLDER = resolve(ROOT, 'emm-data-hub/economic_calendars');
const utc = (text: string): UtcMs => Date.parse(text) as UtcMs;
const currency = (name: string): Currency => name as Currency;

describe('calendarOf', () => {
  const released = (text: string) => ({
    time: utc(text),
    currency: currency('USD'),
    impact: 'high' as const,
    title: 'NFP',
    isUsPayrolls: true,
  });
  const calendar = calendarOf([
    released('2021-01-08T13:30Z'),
    released('2021-02-05T13:30Z'),
    released('2021-04-02T12:30Z'),
  ]);

  it('speaks for the months that hold an event', () => {
    const known = [
      '2020-12-31',
      '2021-01-01',
      '2021-02-28',
      '2021-03-01',
      '2021-04-30',
      '2021-05-01',
    ];
    const gaps = known.map((day) => calendar.gapAt(utc(`${day}T12:00Z`)) === undefined);
    expect(gaps).toEqual([false, true, true, false, true, false]);
    expect([calendar.covers(currency('USD')), calendar.covers(currency('JPY'))]).toEqual([
      true,
      false,
    ]);
  });

  it('knows of a release a week before it', () => {
    const next = (text: string) =>
      calendar.nextFor([currency('USD')], utc(text), 'high')?.time ?? null;
    expect(next('2021-01-29T13:29Z')).toBeNull();
    expect(next('2021-01-29T13:30Z')).toBe(utc('2021-02-05T13:30Z'));
  });
});

describe.skipIf(!existsSync(FOLDER))('the calendars of 2001 to 2025', () => {
  it('are of four currencies, whatever the countries are called, and none is Japanese', () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.csv'))
      .map((name) => join(FOLDER, name));
    const read = readCalendars(files);
    if (!read.ok) throw new Error(describeProblem(read.problem));
    expect(new Set(read.value.map((event) => event.currency))).toEqual(
      new Set(['USD', 'EUR', 'GBP', 'CHF']),
    );
    const calendar = calendarOf(read.value);
    const before = utc('2021-06-04T12:00Z');
    expect(calendar.gapAt(before)).toBeUndefined();
    const next = calendar.nextFor([currency('USD')], before, 'high');
    expect(next?.time).toBe(utc('2021-06-04T12:30Z')); // payrolls of May 2021
    expect(calendar.covers(currency('JPY'))).toBe(false);
  });
});
