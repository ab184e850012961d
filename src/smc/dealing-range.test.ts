import { describe, expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { placeIn, retracementOf } from './dealing-range.ts';
import { SmcEngine } from './smc-engine.ts';

const ROWS: readonly Row[] = [
  [100, 101, 99, 100],
  [100, 105, 100, 104], // 1 high 105
  [104, 104, 101, 102],
  [102, 103, 98, 99], // 3 low 98
  [99, 102, 99, 101], // 4 both known
  [101, 106, 101, 104], // 5 beyond the top
];

describe('the dealing range', () => {
  test('spans the last swing high and low and points the way of its leg', () => {
    const engine = new SmcEngine({ ...TABLE_PARAMS, swing_length: 1 });
    const events = eventsOf(engine, barsOf(ROWS.slice(0, 5)));
    expect(shortly(events, 'dealing-range')).toEqual([
      '4: bearish dealing-range@3 98..105 of swing-low@3',
    ]);
    expect(engine.range).toMatchObject({ top: 105, bottom: 98, direction: 'bearish' });
  });

  test('stretches with what trades beyond it', () => {
    const engine = new SmcEngine({ ...TABLE_PARAMS, swing_length: 1 });
    eventsOf(engine, barsOf(ROWS));
    expect(engine.range).toMatchObject({ top: 106, bottom: 98, direction: 'bullish' });
  });
});

test('above half is premium, below discount, half is equilibrium', () => {
  expect([10, 5.26, 5.24, 5, 4.76, 4.74, 0].map((price) => placeIn(10, 0, price))).toEqual([
    'premium',
    'premium',
    'equilibrium',
    'equilibrium',
    'equilibrium',
    'discount',
    'discount',
  ]);
});

test('a retracement is the share of a leg given back, up or down', () => {
  expect(retracementOf(100, 200, 200)).toBe(0);
  expect(retracementOf(100, 200, 130)).toBe(0.7);
  expect(retracementOf(200, 100, 170)).toBe(0.7);
});
