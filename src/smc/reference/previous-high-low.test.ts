import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../market/units.ts';
import { type PreviousPeriod, previousHighLow } from './previous-high-low.ts';
import { type BarRow, barsOf } from './testing/bars.ts';

const _ = NaN;

/** Bars whose high is `100 + n` and low `100 - n` in row n, unless highs are given. */
function previous(times: readonly number[], period: PreviousPeriod, highs?: readonly number[]) {
  const rows = times.map((_time, row): BarRow => {
    const high = highs?.[row] ?? 100 + row;
    return [100, high, 100 - row, 100];
  });
  const table = previousHighLow(barsOf(rows), Float64Array.from(times), period);
  return {
    high: [...table.previousHigh],
    low: [...table.previousLow],
    brokenHigh: [...table.brokenHigh],
    brokenLow: [...table.brokenLow],
  };
}

function every(step: number, count: number, from: number): number[] {
  return Array.from({ length: count }, (_time, row) => from + row * step);
}

describe('previousHighLow', () => {
  it('shows the period before last on the first bar of a period', () => {
    const times = every(2 * HOUR_MS, 7, Date.UTC(2023, 0, 2));
    // Periods hold rows 0-1, 2-3, 4-5, 6: row 3 sees the first, row 4 (08:00) still sees it.
    expect(previous(times, '4h')).toEqual({
      high: [_, _, _, 101, 101, 103, 103],
      low: [_, _, _, 99, 99, 97, 97],
      brokenHigh: [0, 0, 0, 1, 1, 1, 1],
      brokenLow: [0, 0, 0, 1, 1, 1, 1],
    });
  });

  it('shows the last period from the first bar on when that opens later than the period', () => {
    const times = every(2 * HOUR_MS, 6, Date.UTC(2023, 0, 2, 1));
    expect(previous(times, '4h').high).toEqual([_, _, 101, 101, 103, 103]);
  });

  it('leaves out periods without a bar', () => {
    const friday = Date.UTC(2023, 0, 6, 12);
    const times = [friday, friday + 3 * DAY_MS, friday + 4 * DAY_MS];
    expect(previous(times, '1D').high).toEqual([_, 100, 101]);
  });

  it('remembers a break until the level changes, and an equal price is none', () => {
    const times = every(HOUR_MS, 8, Date.UTC(2023, 0, 2, 0) + 1);
    const { brokenHigh } = previous(times, '4h', [105, 1, 1, 1, 105, 106, 1, 1]);
    expect(brokenHigh).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('compares with the level in single precision, as the library does', () => {
    const times = every(DAY_MS, 2, Date.UTC(2023, 0, 2, 1));
    // 0.7 in single precision is below 0.7, 0.3 is above 0.3.
    expect(previous(times, '1D', [0.7, 0.7]).brokenHigh).toEqual([0, 1]);
    expect(previous(times, '1D', [0.3, 0.3]).brokenHigh).toEqual([0, 0]);
  });

  it('shows the week before last up to the Sunday, which still belongs to its week', () => {
    // Mondays 2 and 9 January 2023; a bar a day at 12:00, so row 6 is a Sunday.
    const times = every(DAY_MS, 15, Date.UTC(2023, 0, 2, 12));
    const { high } = previous(times, 'W');
    expect(high.slice(0, 13)).toEqual(Array(13).fill(_));
    // Sunday 15 January sees the first week, Monday the 16th too.
    expect(high.slice(13)).toEqual([106, 106]);
  });

  it('shows January in the middle of March', () => {
    const times = [
      Date.UTC(2023, 0, 10),
      Date.UTC(2023, 1, 10),
      Date.UTC(2023, 2, 15),
      Date.UTC(2023, 2, 31),
      Date.UTC(2023, 2, 31, 1),
    ];
    // The label of March is the 31st 00:00: from the next bar on February is shown.
    expect(previous(times, '1M').high).toEqual([_, _, 100, 100, 101]);
  });

  it('holds for no bars and one', () => {
    expect(previous([], '1h').high).toEqual([]);
    expect(previous([0], '15m')).toEqual({ high: [_], low: [_], brokenHigh: [0], brokenLow: [0] });
  });
});
