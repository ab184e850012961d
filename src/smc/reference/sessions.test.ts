import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../market/units.ts';
import { SESSION_NAMES, sessions } from './sessions.ts';
import { type BarRow, barsOf } from './testing/bars.ts';

const MONDAY = Date.UTC(2023, 0, 2);

/** Bars of high 10 + row, low 10 - row / 2, at minutes after Monday 00:00. */
function atMinutes(minutes: readonly number[]) {
  const rows = minutes.map((_minute, row): BarRow => [10, 10 + row, 10 - row / 2, 10]);
  const wall = Float64Array.from(minutes, (minute) => MONDAY + minute * MINUTE_MS);
  return { bars: barsOf(rows), wall };
}

describe('sessions', () => {
  it('holds the minute of the end, and runs its extremes from its first bar', () => {
    const { bars, wall } = atMinutes([405, 420, 700, 960, 975]);
    const { active, high, low } = sessions(bars, wall, 'London');
    expect([...active]).toEqual([0, 1, 1, 1, 0]);
    expect([...high]).toEqual([0, 11, 12, 13, 0]);
    expect([...low]).toEqual([0, 9.5, 9, 8.5, 0]);
  });

  it('wraps over midnight, and over a weekend as if there were none', () => {
    const friday = 4 * 1440;
    const { bars, wall } = atMinutes([
      friday + 1260,
      friday + 1425,
      friday + 3 * 1440,
      friday + 3 * 1440 + 361,
    ]);
    const { active, high } = sessions(bars, wall, 'Sydney');
    expect([...active]).toEqual([1, 1, 1, 0]);
    expect([...high]).toEqual([10, 11, 12, 0]);
  });

  it('counts M15 bars of a day as the library does', () => {
    const minutes = Array.from({ length: 96 }, (_bar, row) => row * 15);
    const { bars, wall } = atMinutes(minutes);
    const counts = SESSION_NAMES.filter((name) => name !== 'Custom').map((name) => [
      name,
      sessions(bars, wall, name).active.reduce((sum, cell) => sum + cell, 0),
    ]);
    // Four a whole hour, and the one that opens at the end.
    expect(Object.fromEntries(counts)).toEqual({
      Sydney: 37,
      Tokyo: 37,
      London: 37,
      'New York': 37,
      'Asian kill zone': 17,
      'London open kill zone': 13,
      'New York kill zone': 13,
      'london close kill zone': 9,
    });
  });

  it('is always on where a custom window ends as it starts', () => {
    const { bars, wall } = atMinutes([0, 600, 601, 1439]);
    expect([...sessions(bars, wall, 'Custom', '10:00', '10:00').active]).toEqual([1, 1, 1, 1]);
    expect([...sessions(bars, wall, 'Custom', '10:00', '10:01').active]).toEqual([0, 1, 1, 0]);
  });

  it('reads the minute and forgets the second, before 1970 too', () => {
    const bars = barsOf([
      [1, 2, 1, 1],
      [1, 2, 1, 1],
    ]);
    const wall = Float64Array.of(-DAY_MS + 16 * HOUR_MS + 59_999, 16 * HOUR_MS + MINUTE_MS);
    expect([...sessions(bars, wall, 'London').active]).toEqual([1, 0]);
  });

  it('refuses a window it cannot read', () => {
    const { bars, wall } = atMinutes([0]);
    expect(() => sessions(bars, wall, 'Custom')).toThrow(/written HH:MM, not ''/);
    expect(() => sessions(bars, wall, 'Custom', '07:00', '24:00')).toThrow(/not '24:00'/);
  });
});
