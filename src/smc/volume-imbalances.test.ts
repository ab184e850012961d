import { expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

const FIRST: Row = [10, 12, 9, 11];
const APART: Row = [12, 14, 11.5, 13]; // body from 12, wick down to 11.5; true range 3

function imbalancesOf(rows: readonly Row[], atr = 0.1): readonly string[] {
  const engine = new SmcEngine({ ...TABLE_PARAMS, min_imbalance_atr: atr });
  return shortly(
    eventsOf(engine, barsOf(rows)),
    'volume-imbalance',
    'volume-imbalance-filled',
    'volume-imbalance-invalidated',
  );
}

test('bodies apart while wicks meet, until it is filled and closed through', () => {
  const rows: readonly Row[] = [
    FIRST,
    APART,
    [13, 13, 11.1, 12],
    [12, 12, 11, 11.5], // 3 the far edge
    [11.5, 11.5, 10, 10.9], // 4 closes beyond; its body meets the one before
  ];
  expect(imbalancesOf(rows)).toEqual([
    '1: bullish volume-imbalance@1 11..12',
    '3: bullish volume-imbalance-filled@3 11 of volume-imbalance@1',
    '4: bullish volume-imbalance-invalidated@4 11 of volume-imbalance@1',
  ]);
});

test('downwards it is the mirror', () => {
  expect(
    imbalancesOf([
      [11, 12, 9, 10],
      [9, 9.5, 7, 8],
    ]),
  ).toEqual(['1: bearish volume-imbalance@1 9..10']);
});

test('is none when the ranges do not meet, the bodies do, or it is too small', () => {
  expect(imbalancesOf([FIRST, [12.5, 14, 12.2, 13]])).toEqual([]);
  expect(imbalancesOf([FIRST, [11, 14, 10.5, 13]])).toEqual([]);
  expect(imbalancesOf([FIRST, APART], 0.33)).toHaveLength(1);
  expect(imbalancesOf([FIRST, APART], 0.34)).toEqual([]);
});
