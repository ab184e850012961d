import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shippedInstrument } from '../market/instruments.ts';
import type { Currency, SymbolName, UtcMs } from '../market/units.ts';
import { calendarOfFiles, filedCalendar } from './account-calendar.ts';
import { FiredCalendar } from './simulated/fired-calendar.ts';
import { youngAccount } from './test/young-account.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-calendar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const USD = 'USD' as Currency;
const file = join(folder, 'news.csv');
writeFileSync(
  file,
  'datetime_utc,event,country,impact\n' +
    '2026-01-06T13:30:00Z,Payrolls,US,high\n' +
    '2026-01-08T13:15:00Z,Rate decision,EA,high\n',
);
const { start } = youngAccount(['EURUSD' as SymbolName], folder);
const at = (text: string): UtcMs => Date.parse(text) as UtcMs;
const NOON = at('2026-01-06T12:00Z');

describe('the calendar of an account that runs', () => {
  it('comes from its files', () => {
    const calendar = calendarOfFiles({ ...start, calendar: [file] });
    expect(calendar?.nextFor([USD], NOON, 'high')).toMatchObject({ name: 'Payrolls' });
    expect(calendar?.covers('JPY' as Currency)).toBe(false);
    expect(calendar?.gapAt(at('2027-06-01T00:00Z'))).toContain('says nothing');
    expect(calendarOfFiles(start)).toBeUndefined();
  });

  it('with a file that has gone since says nothing of any time, and lets the account live', () => {
    const calendar = calendarOfFiles({ ...start, calendar: [join(folder, 'gone.csv')] });
    expect(calendar?.gapAt(NOON)).toContain('cannot be read any more');
  });

  it('is not asked for by an emergency stop', () => {
    expect(calendarOfFiles({ ...start, calendar: [file], emergency: 'a test' })).toBeUndefined();
  });

  it('is joined with the news that a person lets happen: the nearer one counts', () => {
    const eurusd = shippedInstrument('EURUSD');
    if (!eurusd) throw new Error('no EURUSD');
    const news = [{ at: at('2026-01-06T12:10Z'), name: 'Surprise' }];
    const both = new FiredCalendar([eurusd], [], filedCalendar({ ...start, calendar: [file] }));
    both.tell(news);
    const { nextFor } = { nextFor: (time: UtcMs) => both.nextFor([USD], time, 'high')?.name };
    // What is fired is known when it happens, not before.
    expect(nextFor(NOON)).toBe('Payrolls');
    expect(nextFor(at('2026-01-06T12:10Z'))).toBe('Surprise');
    expect(nextFor(at('2026-01-06T12:11Z'))).toBe('Payrolls');
    expect(both.lastFor([USD], at('2026-01-06T13:00Z'), 'high')?.name).toBe('Surprise');
    expect(both.lastFor([USD], at('2026-01-06T14:00Z'), 'high')?.name).toBe('Payrolls');
    expect(both.covers('JPY' as Currency)).toBe(false);
    expect(both.gapAt(at('2027-06-01T00:00Z'))).toContain('says nothing');
  });
});
