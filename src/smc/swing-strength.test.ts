import { expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';

const ROWS: readonly Row[] = [
  [10, 11, 9, 10],
  [10, 15, 10, 14], // 1 high 15
  [14, 14, 11, 12],
  [12, 12.5, 8, 9], // 3 low 8
  [9, 13, 9, 12.5],
  [12.5, 16, 12, 15.5], // 5 closes above 15
  [15.5, 17, 14, 16], // 6 high 17
  [16, 16.5, 13, 14], // 7 where it is known
  [14, 14.5, 7, 7.5], // 8 closes below 8
  [7.5, 9, 6, 8.5], // 9 low 6
  [8.5, 12, 8, 11], // 10 where it is known
];

test('a break makes its origin strong; a swing with the trend is weak', () => {
  const engine = new SmcEngine({ ...TABLE_PARAMS, swing_length: 1 });
  const swing = eventsOf(engine, barsOf(ROWS)).filter(({ scope }) => scope === 'swing');
  expect(shortly(swing, 'strong-low', 'strong-high', 'weak-high', 'weak-low')).toEqual([
    '5: bullish strong-low@3 8 of bos@5',
    '7: bearish weak-high@6 17 of swing-high@6',
    '8: bearish strong-high@6 17 of choch@8',
    '10: bullish weak-low@9 6 of swing-low@9',
  ]);
});
