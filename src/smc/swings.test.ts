import { describe, expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

/** Bars with these highs and lows. */
function swingsOf(length: number, ranges: readonly (readonly [number, number])[]) {
  const rows = ranges.map(([high, low]): Row => [low, high, low, high]);
  const params = { ...TABLE_PARAMS, internal_length: length };
  const events = eventsOf(new SmcEngine(params), barsOf(rows));
  return shortly(events, 'swing-high', 'swing-low', 'swing-locked');
}

describe('a pivot', () => {
  test('is known L bars after it, and not at a bar with fewer than L before it', () => {
    expect(
      swingsOf(2, [
        [9, 8],
        [8, 7],
        [10, 6],
        [8, 5],
        [7, 4],
        [6, 3],
      ]),
    ).toEqual(['4: bearish swing-high@2 10']);
    expect(
      swingsOf(2, [
        [9, 8],
        [10, 7],
        [8, 6],
        [7, 5],
        [6, 4],
      ]),
    ).toEqual([]);
  });

  test('is the first of equal highs', () => {
    expect(
      swingsOf(1, [
        [9, 5],
        [10, 4],
        [10, 3],
        [9, 2],
      ]),
    ).toEqual(['2: bearish swing-high@1 10']);
  });

  test('locks the one of the other side, and is named by the last locked of its own', () => {
    const ranges = [
      [10, 9],
      [12, 10],
      [11, 9],
      [10, 8],
      [11, 9],
      [13, 10],
      [12, 9.5],
    ] as const;
    expect(swingsOf(1, ranges)).toEqual([
      '2: bearish swing-high@1 12',
      '4: bearish swing-locked@1 12 of swing-high@1',
      '4: bullish swing-low@3 8',
      '6: bullish swing-locked@3 8 of swing-low@3',
      '6: bearish swing-high HH@5 13',
    ]);
  });

  test('replaces the last of its own side only when strictly more extreme', () => {
    // Highs 12, 11 (lower: dropped), 13; the lows fall all along, so none is a pivot.
    const ranges = [
      [10, 9],
      [12, 8],
      [9, 7],
      [11, 6],
      [9, 5],
      [13, 4],
      [9, 3],
    ] as const;
    expect(swingsOf(1, ranges)).toEqual([
      '2: bearish swing-high@1 12',
      '6: bearish swing-high@5 13 of swing-high@1',
    ]);
  });

  test('does not replace one it only equals', () => {
    const ranges = [
      [10, 9],
      [12, 8],
      [9, 7],
      [12, 6],
      [9, 5],
    ] as const;
    expect(swingsOf(1, ranges)).toEqual(['2: bearish swing-high@1 12']);
  });

  test('on a bar that is high and low at once goes on alternating', () => {
    const ranges = [
      [10, 9],
      [12, 10],
      [11, 10.5],
      [14, 6],
      [12, 9],
    ] as const;
    expect(swingsOf(1, ranges)).toEqual([
      '2: bearish swing-high@1 12',
      '4: bearish swing-locked@1 12 of swing-high@1',
      '4: bullish swing-low@3 6',
      '4: bullish swing-locked@3 6 of swing-low@3',
      '4: bearish swing-high HH@3 14',
    ]);
    expect(
      swingsOf(1, [
        [10, 9],
        [14, 6],
        [12, 9],
      ]),
    ).toEqual([]);
  });
});
