import { describe, expect, test } from 'vitest';
import { barsOf, eventsOf, shortly, TABLE_PARAMS, type Row } from './bar-table-fixture.ts';
import { SmcEngine } from './smc-engine.ts';
import type { SmcParams } from './smc-params.ts';

function roundOf(rows: readonly Row[], params: Partial<SmcParams> = {}) {
  const engine = new SmcEngine({ ...TABLE_PARAMS, round_number_pips: 50, ...params });
  const events = eventsOf(engine, barsOf(rows));
  const round = events.filter(({ scope }) => scope === 'round');
  return shortly(round, 'liquidity-pool', 'sweep', 'run', 'expired');
}

const ROWS: readonly Row[] = [
  [110, 112, 108, 110], // 0 between 100 and 150
  [110, 152, 109, 151], // 1 above 150; true range 43, and 200 is 48 away
  [151, 153, 149, 150], // 2
  [152, 156, 151, 155], // 3 wholly above 150, true range 6, 1 away
  [160, 170, 158, 165], // 4 true range 15, 8 away
  [165, 180, 164, 178], // 5 true range 16, 14 away
  [178, 180, 172, 175], // 6 true range 8, 22 away
  [175, 176, 148, 155], // 7 below 150 and back; true range 28, and 100 is 48 away
];

describe('round numbers', () => {
  test('are liquidity once price has entered their stretch and stayed an ATR away', () => {
    expect(roundOf(ROWS)).toEqual([
      '1: bearish liquidity-pool@1 200',
      '6: bullish liquidity-pool@6 150',
      '7: bullish sweep@7 150 of liquidity-pool@6',
      '7: bullish liquidity-pool@7 100',
    ]);
  });

  test('closed through are run, not swept', () => {
    const rows = ROWS.with(7, [175, 176, 148, 149]);
    expect(roundOf(rows)).toContain('7: bearish run@7 150 of liquidity-pool@6');
  });

  test('are bounded in number, and none are watched when no distance is given', () => {
    expect(roundOf(ROWS, { max_round_pools: 1 })).toHaveLength(4);
    const falling: readonly Row[] = [
      ...ROWS.slice(0, 2),
      [151, 151, 99, 99],
      [99, 99, 60, 60],
      [60, 61, 58, 59], // 4 true range 3, and 100 is 39 away
    ];
    expect(roundOf(falling, { max_round_pools: 1 })).toContain(
      '4: bearish expired@1 200 of liquidity-pool@1',
    );
    expect(roundOf(ROWS, { round_number_pips: 0 })).toEqual([]);
  });

  test.each([
    ['EURUSD', 0.0001, 1.2, [1.215, 1.21, 1.225, 1.22]],
    ['USDJPY', 0.01, 104, [105.5, 105, 106.5, 106]],
    ['gold', 0.1, 1900, [1915, 1910, 1925, 1920]],
  ])('of %s are written without float noise', (_, pip, start, levels) => {
    const step = 50 * pip;
    const at = (steps: number): number => start + steps * step;
    const bar = (low: number, high: number): Row => [at(low), at(high), at(low), at(high)];
    // Into the stretch from 2 to 3 steps, and a bar later an ATR from both its ends; then 4 to 5.
    const rows = [bar(0.1, 0.2), bar(2.3, 2.4), bar(2.4, 2.5), bar(4.3, 4.4), bar(4.4, 4.5)];
    const engine = new SmcEngine({ ...TABLE_PARAMS, pip, round_number_pips: 50 });
    const pools = eventsOf(engine, barsOf(rows)).filter(
      ({ kind, scope }) => kind === 'liquidity-pool' && scope === 'round',
    );
    expect(pools.map(({ level }) => level)).toEqual(levels);
  });
});
