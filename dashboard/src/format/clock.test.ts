import { describe, expect, it } from 'vitest';
import { clockFor, clockTime, duration } from './clock.ts';

describe('clockFor', () => {
  /** Between 8 March (US) and 29 March (EU) 2026 the two summer times differ. */
  const march = Date.UTC(2026, 2, 11, 12, 30);

  it('shows the clocks of brokers by the summer time they follow', () => {
    expect(clockTime(march, clockFor('eet-eu'), 'time')).toBe('14:30');
    expect(clockTime(march, clockFor('eet-us'), 'time')).toBe('15:30');
    expect(clockTime(march, clockFor('utc'), 'time')).toBe('12:30');
  });

  it('reads fixed offsets and zone names', () => {
    expect(clockTime(march, clockFor('utc-5'), 'time')).toBe('07:30');
    expect(clockTime(march, clockFor('utc+5:30'), 'time')).toBe('18:00');
    expect(clockTime(march, clockFor('America/New_York'), 'time')).toBe('08:30');
  });

  it('shows UTC, and says so, for a rule it does not know', () => {
    const clock = clockFor('nonsense');
    expect(clock.label).toBe('UTC');
    expect(clockTime(march, clock, 'time')).toBe('12:30');
  });

  it('answers the same object for the same name', () => {
    expect(clockFor('utc+2')).toBe(clockFor('utc+2'));
  });

  it('shows midnight as 00:00 and the day that begins', () => {
    const midnight = Date.UTC(2026, 2, 11, 22, 0);
    expect(clockTime(midnight, clockFor('eet-eu'), 'time')).toBe('00:00');
    expect(clockTime(midnight, clockFor('eet-eu'), 'day')).toBe('12 Mar');
  });
});

describe('duration', () => {
  it('gives the two largest units', () => {
    expect(duration(34_900)).toBe('34 s');
    expect(duration(60_000)).toBe('1 min');
    expect(duration(11_520_000)).toBe('3 h 12 min');
    expect(duration(26 * 3_600_000)).toBe('1 d 2 h');
    expect(duration(-5)).toBe('0 s');
  });
});
