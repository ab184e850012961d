import { describe, expect, it } from 'vitest';
import { CommandError, EXIT } from './exit-codes.ts';
import {
  clockName,
  dayName,
  instant,
  instrumentNamed,
  positiveNumber,
  timeframeName,
  wholeNumber,
} from './options.ts';
import { decidingTimeframe } from './backtest/deciding-timeframe.ts';

describe('option values', () => {
  it('whole numbers within their bounds, and nothing that only looks like one', () => {
    const port = wholeNumber(0, 65_535);
    expect([port('0'), port('65535'), port(' 80 ')]).toEqual([0, 65_535, 80]);
    for (const text of ['', ' ', '-1', '65536', '1.5', '80a', 'NaN', 'Infinity']) {
      expect(() => port(text)).toThrow('a whole number from 0 to 65535');
    }
  });

  it('numbers above zero', () => {
    expect([positiveNumber('0.5'), positiveNumber('1e4')]).toEqual([0.5, 10_000]);
    for (const text of ['0', '-3', 'x', '', 'Infinity']) {
      expect(() => positiveNumber(text)).toThrow('above 0');
    }
  });

  it('instants: a date is midnight UTC, a time names its offset', () => {
    expect(instant('2021-03-01')).toBe(Date.UTC(2021, 2, 1));
    expect(instant('2021-03-01T08:00Z')).toBe(Date.UTC(2021, 2, 1, 8));
    expect(instant('2021-03-01T08:00:30+02:00')).toBe(Date.UTC(2021, 2, 1, 6, 0, 30));
    for (const text of ['2021-3-1', '01.03.2021', '2021-03-01T08:00', '2021-13-01', 'today']) {
      expect(() => instant(text)).toThrow('2021-03-01T08:00Z');
    }
    expect(dayName('2026-01-06')).toBe('2026-01-06');
    expect(() => dayName('2026-01-06T00:00Z')).toThrow('a date');
  });

  it('clocks and timeframes by their names', () => {
    for (const rule of ['utc', 'utc-5', 'eet-eu', 'eet-us', 'histdata', 'Europe/London']) {
      expect(clockName(rule)).toBe(rule);
    }
    expect(() => clockName('Mars/Olympus')).toThrow('eet-eu');
    expect(timeframeName('M15')).toBe('M15');
    expect(() => timeframeName('m15')).toThrow('M15');
  });

  it('instruments that are known; others end the command as bad input', () => {
    expect(instrumentNamed('USDJPY')).toMatchObject({ symbol: 'USDJPY', digits: 3 });
    expect(() => instrumentNamed('eurusd')).toThrow(CommandError);
    expect(() => instrumentNamed('eurusd')).toThrow(/EURUSD.*capital letters/);
    expect(new CommandError('x').exitCode).toBe(EXIT.badInput);
  });
});

it('agents decide on the configured timeframe unless the bars are longer', () => {
  expect(decidingTimeframe('M5', 'M1')).toBe('M5');
  expect(decidingTimeframe('M5', 'M5')).toBe('M5');
  expect(decidingTimeframe('M5', 'M15')).toBe('M15');
});
