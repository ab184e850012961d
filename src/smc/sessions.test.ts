import { expect, test } from 'vitest';
import type { UtcMs } from '../market/units.ts';
import { CivilWindows, parseCivilWindow } from './sessions.ts';

const utc = (text: string): UtcMs => Date.parse(text) as UtcMs;

test('a window is half-open and moves with summer time', () => {
  const windows = new CivilWindows('America/New_York', ['02:00-05:00', '07:00-10:00']);
  const nameAt = (text: string): string | undefined => windows.at(utc(text))?.name;
  expect(nameAt('2021-03-12T06:59Z')).toBeUndefined(); // 01:59 EST
  expect(nameAt('2021-03-12T07:00Z')).toBe('02:00-05:00');
  expect(nameAt('2021-03-12T09:59Z')).toBe('02:00-05:00');
  expect(nameAt('2021-03-12T10:00Z')).toBeUndefined();
  expect(nameAt('2021-03-15T06:00Z')).toBe('02:00-05:00'); // 02:00 EDT
  expect(nameAt('2021-03-15T09:00Z')).toBeUndefined();
  expect(nameAt('2021-11-05T11:30Z')).toBe('07:00-10:00'); // 07:30 EDT
  expect(nameAt('2021-11-08T11:30Z')).toBeUndefined(); // 06:30 EST
});

test('a window may pass midnight', () => {
  const windows = new CivilWindows('Asia/Tokyo', ['22:00-01:30']);
  expect(windows.at(utc('2021-06-01T12:59Z'))).toBeUndefined(); // 21:59
  expect(windows.at(utc('2021-06-01T13:00Z'))?.name).toBe('22:00-01:30');
  expect(windows.at(utc('2021-06-01T16:29Z'))?.name).toBe('22:00-01:30'); // 01:29
  expect(windows.at(utc('2021-06-01T16:30Z'))).toBeUndefined();
});

test('what is no window is not read', () => {
  expect(parseCivilWindow('16:30-18:15')).toEqual({
    name: '16:30-18:15',
    fromMinute: 990,
    toMinute: 1095,
  });
  expect(parseCivilWindow('20:00-24:00')?.toMinute).toBe(1440);
  const none = ['24:00-01:00', '02:60-03:00', '2:00-3:00', '02:00-02:00', '02:00-24:30', ''];
  expect(none.filter((text) => parseCivilWindow(text) !== undefined)).toEqual([]);
  expect(() => new CivilWindows('America/New_York', ['soon'])).toThrow("'soon' is not a window");
  expect(() => new CivilWindows('Mars/Olympus', [])).toThrow('Mars/Olympus');
});
