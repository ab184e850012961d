import { describe, expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';

const ROWS: readonly Row[] = [
  [100, 101, 99, 100],
  [100, 105, 100, 104], // 1 high 105
  [104, 104, 101, 102], // 2 where it is known
  [102, 103, 98, 99], // 3 low 98
  [99, 102, 99, 101], // 4 where it is known
  [101, 106, 101, 104], // 5 a wick beyond 105
  [104, 107, 103, 106], // 6 a close beyond it; high 107
  [106, 106.5, 103.5, 104], // 7 where 107 is known
  [104, 104.5, 97, 97.5], // 8 a close below 98
  [97.5, 98, 96, 97], // 9 still below: the pivot was used
];

function eventsWith(params: Partial<SmcParams>) {
  return eventsOf(new SmcEngine({ ...TABLE_PARAMS, ...params }), barsOf(ROWS));
}

describe('a break of structure', () => {
  test('comes with the first close beyond a pivot, once, and turns the trend', () => {
    expect(shortly(eventsWith({}), 'bos', 'choch', 'mss')).toEqual([
      '6: bullish bos@6 105 of swing-high@1',
      '8: bearish choch@8 98 of swing-low@3',
    ]);
  });

  test('comes with the wick by option', () => {
    expect(shortly(eventsWith({ break_by: 'wick' }), 'bos', 'choch', 'mss')).toEqual([
      '5: bullish bos@5 105 of swing-high@1',
      '8: bearish choch@8 98 of swing-low@3',
    ]);
  });

  test('against the trend and with displacement in its leg is a shift', () => {
    // Bar 8: a body of 6.5 against the true range 3 of bar 7.
    const events = eventsWith({ displacement_atr: 2 });
    expect(shortly(events, 'displacement', 'mss', 'choch')).toEqual([
      '1: bullish displacement@1 100..104', // a body of 4 against the true range 2 of bar 0
      '8: bearish displacement@8 97.5..104',
      '8: bearish mss@8 98 of swing-low@3',
    ]);
  });

  test('leaves an order block at the bar its leg came from', () => {
    expect(shortly(eventsWith({}), 'order-block')).toEqual([
      '6: bullish order-block@3 98..103 of bos@6',
      '8: bearish order-block@6 103..107 of choch@8',
    ]);
    expect(shortly(eventsWith({ max_block_atr: 1 }), 'order-block')).toEqual([
      '8: bearish order-block@6 103..107 of choch@8',
    ]);
  });

  test('through a block touches, halves, mitigates and ends it, and makes a breaker', () => {
    const life = shortly(
      eventsWith({}),
      'order-block-touched',
      'order-block-half',
      'order-block-mitigated',
      'order-block-invalidated',
      'breaker',
    );
    expect(life).toEqual([
      '8: bullish order-block-touched@8 103 of order-block@3',
      '8: bullish order-block-half@8 100.5 of order-block@3',
      '8: bullish order-block-mitigated@8 98 of order-block@3',
      '8: bullish order-block-invalidated@8 98 of order-block@3',
      '8: bearish breaker@3 98..103 of order-block@3',
      '9: bearish order-block-touched@9 98 of breaker@3',
    ]);
  });
});
