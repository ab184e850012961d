import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config/load-config.ts';
import { checkedCalendar } from './checked-calendar.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-calendar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, ...rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['datetime_utc,event,country,impact', ...rows, ''].join('\n'));
  return path;
}

const GOOD = '2026-01-06T13:30:00Z,Payrolls,US,high';

function accountWith(mode: string, calendar: string) {
  const currency = mode === 'simulated' ? 'SIM' : 'USD';
  const own = mode === 'simulated' ? '' : ', mt5: { login: 1, server: x }';
  return parseConfig(
    `accounts:\n  - { name: main, mode: ${mode}, currency: ${currency}, symbols: [EURUSD], ` +
      `calendar: ${calendar}${own} }\n`,
  );
}

describe('calendar files of an account', () => {
  it('are read before anything is started, and are one file or several', () => {
    const good = file('good.csv', GOOD);
    expect(checkedCalendar([good])).toEqual([good]);
    for (const written of ['news.csv', '[news.csv]']) {
      const read = accountWith('simulated', written);
      expect(read.ok && read.config.accounts[0]?.calendar).toEqual(['news.csv']);
    }
  });

  it.each([
    ['2026-01-07 13:30:00,Claims,US,high', ', line 3: "2026-01-07 13:30:00" is not a time'],
    ['2026-01-07T13:30:00Z,Claims,US,huge', ', line 3: "huge" is not an impact'],
  ])('a wrong line is named: %s', (row, words) => {
    const bad = file('bad.csv', GOOD, row);
    expect(() => checkedCalendar([bad])).toThrow(`${bad}${words}`);
  });

  it('a file that is not there, or is no calendar, is named', () => {
    expect(() => checkedCalendar([join(folder, 'none.csv')])).toThrow('none.csv');
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'date,open,close\n');
    expect(() => checkedCalendar([other])).toThrow(
      'line 1: its first line does not name the columns datetime_utc, event, country, impact',
    );
  });

  it('are not for an account at a terminal, which has its own', () => {
    const read = accountWith('demo', 'news.csv');
    expect(read.ok ? '' : read.problems.map(({ key }) => key)).toEqual(['accounts[0].calendar']);
  });
});
