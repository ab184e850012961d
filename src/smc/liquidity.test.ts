import { describe, expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';

const KINDS = ['liquidity-pool', 'equal-highs', 'equal-lows', 'sweep', 'run', 'expired'] as const;
const HIGH: readonly Row[] = [
  [10, 11, 9, 10],
  [10, 15, 10, 12], // 1 high 15
  [12, 13, 11, 12], // 2 where it is known
];

function liquidityOf(rows: readonly Row[], params: Partial<SmcParams> = {}) {
  const events = eventsOf(new SmcEngine({ ...TABLE_PARAMS, ...params }), barsOf(rows));
  return shortly(events, ...KINDS);
}

describe('liquidity above a high', () => {
  test('is not taken by a bar that trades at the level', () => {
    expect(liquidityOf([...HIGH, [12, 15, 12, 14]])).toEqual([
      '2: bearish liquidity-pool@1 15 of swing-high@1',
    ]);
  });

  test('is swept by a bar beyond it that closes back, also at the level itself', () => {
    const sweep = [
      '2: bearish liquidity-pool@1 15 of swing-high@1',
      '3: bearish sweep@3 15 of liquidity-pool@1',
    ];
    expect(liquidityOf([...HIGH, [12, 15.5, 12, 14]])).toEqual(sweep);
    expect(liquidityOf([...HIGH, [12, 15.5, 12, 15]])).toEqual(sweep);
  });

  test('is run by a bar that closes beyond it', () => {
    expect(liquidityOf([...HIGH, [12, 15.5, 12, 15.1], [15, 16, 15, 15]])).toEqual([
      '2: bearish liquidity-pool@1 15 of swing-high@1',
      '3: bullish run@3 15 of liquidity-pool@1',
    ]);
  });

  test('leaves with an event when too old', () => {
    const quiet: readonly Row[] = [
      [12, 13, 11.5, 12],
      [12, 13, 11.7, 12],
      [12, 13, 11.8, 12],
    ];
    expect(liquidityOf([...HIGH, ...quiet], { max_pool_age_bars: 2 })).toEqual([
      '2: bearish liquidity-pool@1 15 of swing-high@1',
      '5: bearish expired@1 15 of liquidity-pool@1',
    ]);
  });
});

const EQUAL_HIGHS: readonly Row[] = [
  ...HIGH,
  [12, 12.5, 10, 11], // 3 low 10
  [11, 13, 10.5, 12], // 4 where it is known
  [12, 14.5, 12, 13], // 5 high 14.5
  [13, 13, 12.5, 12.5], // 6 where it is known; true range 0.5
  [13, 16, 12.75, 14], // 7 beyond both
];

test('two highs within the tolerance are equal, and the outer one stands for both', () => {
  const events = liquidityOf(EQUAL_HIGHS, { equal_level_atr: 1 });
  expect(events).toEqual([
    '2: bearish liquidity-pool@1 15 of swing-high@1',
    '4: bullish liquidity-pool@3 10 of swing-low@3',
    '6: bearish liquidity-pool@5 14.5 of swing-high@5',
    '6: bearish equal-highs@5 15 of liquidity-pool@1',
    '7: bearish sweep@7 15 of liquidity-pool@1',
    '7: bearish sweep@7 14.5 of liquidity-pool@5',
  ]);
  expect(liquidityOf(EQUAL_HIGHS, { equal_level_atr: 0.9 })).not.toContainEqual(
    expect.stringContaining('equal-highs'),
  );
});

test('a sweep says of which kind of liquidity it is', () => {
  const engine = new SmcEngine({ ...TABLE_PARAMS, equal_level_atr: 1 });
  const sweeps = eventsOf(engine, barsOf(EQUAL_HIGHS)).filter(({ kind }) => kind === 'sweep');
  expect(sweeps.map(({ level, scope }) => [level, scope])).toEqual([
    [15, 'equal'],
    [14.5, 'internal'],
  ]);
});

test('a level of the swing scale takes the place of the internal one at its bar', () => {
  const rows: readonly Row[] = [
    [10, 11, 9, 10],
    [10, 12, 9.5, 11],
    [11, 15, 10, 12],
    [12, 13, 11, 12],
    [12, 12.5, 11.5, 12],
  ];
  expect(liquidityOf(rows, { swing_length: 2 })).toEqual([
    '3: bearish liquidity-pool@2 15 of swing-high@2',
    '4: bearish expired@2 15 of liquidity-pool@2',
    '4: bearish liquidity-pool@2 15 of swing-high@2',
  ]);
});
