import { expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';

const LEG_UP: readonly Row[] = [
  [10, 11, 9, 10],
  [10, 15, 10, 14], // 1 high 15
  [14, 14, 11, 12],
  [12, 12.2, 10, 11.5], // 3 closes down
  [10.2, 13, 9.5, 12.8], // 4 the lowest, closes up
  [12.8, 16, 12.5, 15.5], // 5 closes above 15
];

function blocksOf(rows: readonly Row[], params: Partial<SmcParams> = {}): readonly string[] {
  const events = eventsOf(new SmcEngine({ ...TABLE_PARAMS, ...params }), barsOf(rows));
  return shortly(events, 'order-block');
}

test('the block is the extreme bar, or the last candle at or before it against the leg', () => {
  expect(blocksOf(LEG_UP)).toEqual(['5: bullish order-block@4 9.5..13 of bos@5']);
  const opposite = { order_block_zone: 'last-opposite' } as const;
  expect(blocksOf(LEG_UP, opposite)).toEqual(['5: bullish order-block@3 10..12.2 of bos@5']);
  // The extreme bar itself closes down.
  const down = LEG_UP.with(4, [12, 13, 9.5, 11]);
  expect(blocksOf(down, opposite)).toEqual(['5: bullish order-block@4 9.5..13 of bos@5']);
});

test('a leg without a candle against it has no block by that option', () => {
  const up = LEG_UP.map(([open, high, low, close]): Row => {
    const end = Math.max(open, close) + 0.01;
    return [Math.min(open, close), Math.max(high, end), low, end];
  });
  expect(blocksOf(up)).toHaveLength(1);
  expect(blocksOf(up, { order_block_zone: 'last-opposite' })).toEqual([]);
});
