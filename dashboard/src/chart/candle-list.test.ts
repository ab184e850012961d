import { describe, expect, it } from 'vitest';
import { CandleList, firstAtOrAfter, holding, type Candle } from './candle-list.ts';

const MINUTE = 60_000;
const flat = (minute: number, price = 1): Candle => ({
  time: minute * MINUTE,
  open: price,
  high: price,
  low: price,
  close: price,
});
const times = (list: CandleList) => list.candles.map((candle) => candle.time / MINUTE);

describe('CandleList', () => {
  it('forms a bar from quotes after the last closed one', () => {
    const list = new CandleList(5 * MINUTE, [flat(0), flat(5)]);
    expect(list.quote(10 * MINUTE, 3)).toBe('last');
    list.quote(11 * MINUTE, 5);
    list.quote(12 * MINUTE, 2);
    expect(list.last).toEqual({ time: 10 * MINUTE, open: 3, high: 5, low: 2, close: 2 });
  });

  it('ignores a quote of a bar that the server has closed', () => {
    const list = new CandleList(5 * MINUTE, [flat(0), flat(5)]);
    expect(list.quote(9 * MINUTE, 9)).toBe('none');
    expect(list.quote(3 * MINUTE, 9)).toBe('none');
    expect(list.candles).toEqual([flat(0), flat(5)]);
  });

  it('lets the closed bar take the place of the forming one', () => {
    const list = new CandleList(5 * MINUTE, [flat(0)]);
    list.quote(6 * MINUTE, 9);
    expect(list.close(flat(5, 2))).toBe('last');
    expect(list.candles).toEqual([flat(0), flat(5, 2)]);
  });

  it('keeps the bar that is forming when the one before it closes late', () => {
    const list = new CandleList(5 * MINUTE, [flat(0)]);
    list.quote(6 * MINUTE, 9);
    list.quote(10 * MINUTE, 8);
    expect(list.close(flat(5, 2))).toBe('all');
    expect(list.candles).toEqual([flat(0), flat(5, 2), flat(10, 8)]);
    expect(list.close(flat(10, 7))).toBe('last');
    expect(list.candles).toEqual([flat(0), flat(5, 2), flat(10, 7)]);
  });

  it('drops forming bars that were not on the grid of the server', () => {
    const list = new CandleList(240 * MINUTE, [flat(0)]);
    list.quote(241 * MINUTE, 9);
    expect(list.close(flat(180, 2))).toBe('all');
    expect(times(list)).toEqual([0, 180]);
  });

  it('takes a closed bar once and none that is older', () => {
    const list = new CandleList(MINUTE, [flat(0), flat(1)]);
    expect(list.close(flat(1, 4))).toBe('last');
    expect(list.close(flat(0, 4))).toBe('none');
    expect(list.candles).toEqual([flat(0), flat(1, 4)]);
  });

  it('skips the hours without bars', () => {
    const list = new CandleList(5 * MINUTE, [flat(0)]);
    list.quote(2_883 * MINUTE, 1);
    expect(times(list)).toEqual([0, 2_880]);
  });

  it('stays within its bounds and in order', () => {
    const list = new CandleList(MINUTE, []);
    for (let minute = 0; minute < 15_000; minute += 1) list.close(flat(minute));
    expect(list.candles.length).toBeLessThanOrEqual(12_000);
    expect(list.candles.length).toBeGreaterThanOrEqual(10_000);
    expect(list.last).toEqual(flat(14_999));
    expect(times(list)).toEqual(times(list).toSorted((a, b) => a - b));
  });
});

describe('positions of candles', () => {
  const candles = [flat(0), flat(5), flat(10), flat(30)];

  it('finds the first that opens at or after a time', () => {
    expect([-1, 0, 1, 5, 30, 31].map((m) => firstAtOrAfter(candles, m * MINUTE))).toEqual([
      0, 0, 1, 1, 3, 4,
    ]);
  });

  it('finds the one that holds a time', () => {
    expect([-1, 0, 4, 5, 29, 99].map((m) => holding(candles, m * MINUTE))).toEqual([
      -1, 0, 0, 1, 2, 3,
    ]);
  });
});
