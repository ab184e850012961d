import { describe, expect, test } from 'vitest';
import type { Row } from '../smc/bar-table-fixture.ts';
import {
  candidatesOf,
  LONG_SETUP,
  RISING_HOURS,
  strategyOf,
  streamOf,
  upsideDown,
  type Trial,
} from './setup-tables-fixture.ts';
import type { Candidate } from './signal.ts';
import type { StrategyState } from './strategy.ts';

// Without round numbers the only high in reach is that at 70.
const LIMIT = { entry: 'limit', round_number_pips: 0 } as const;
const ID = `main:EURUSD:M5:${Date.parse('2021-01-05T07:05Z')}:buy`;

function only(candidates: readonly Candidate[]): Candidate {
  expect(candidates).toHaveLength(1);
  return candidates[0] as Candidate;
}

/** What is withdrawn with each bar after the setup's 14th, which offers the entry. */
function withdrawalsOf(trial: Trial): readonly (readonly string[])[] {
  const strategy = strategyOf(trial);
  const all = streamOf(trial).map((closed) => {
    strategy.onBar(closed);
    return closed.timeframe === 'M5' ? [...strategy.withdrawals] : [];
  });
  return all.slice(RISING_HOURS.length + 14);
}

const followedBy = (...rows: readonly Row[]): readonly Row[] => [
  ...LONG_SETUP.slice(0, 14),
  ...rows,
];

describe('a limit entry', () => {
  test('is offered at the near edge, one bar after the break, when the gap is known', () => {
    const { signal, refusedBy } = only(candidatesOf({ settings: LIMIT }));
    expect(refusedBy).toBeUndefined();
    expect(signal).toMatchObject({
      id: ID,
      time: Date.parse('2021-01-05T07:10Z'),
      // The edge 20 and the spread: it fills when the bid is at 20.
      entry: { kind: 'limit', price: 1.10208, expiresAt: Date.parse('2021-01-05T09:10Z') },
      stopLoss: 1.10062,
      takeProfit: 1.107, // 49.2 over 14.6
    });
  });

  test('or in the middle of the zone', () => {
    const settings = { ...LIMIT, round_number_pips: 50, limit_at: 'half' } as const;
    expect(only(candidatesOf({ settings })).signal).toMatchObject({
      entry: { kind: 'limit', price: 1.10178 },
      takeProfit: 1.105, // the round number: 32.2 over 11.6
    });
  });

  test('of a sell is the mirror', () => {
    const trial = {
      setup: upsideDown(LONG_SETUP),
      hours: upsideDown(RISING_HOURS),
      settings: LIMIT,
    };
    expect(only(candidatesOf(trial)).signal).toMatchObject({
      side: 'sell',
      entry: { kind: 'limit', price: 1.108 },
      stopLoss: 1.10938,
      takeProfit: 1.10308,
    });
  });

  test('waits at the nearest zone that is in discount', () => {
    // The leg ends at 24: the gap's middle 17 has given back 7 of 16, that of the block 8..14 13.
    const setup = followedBy().with(13, [23, 23.5, 20, 22]);
    expect(only(candidatesOf({ setup, settings: LIMIT })).signal.entry.price).toBe(1.10148);
  });
});

describe('a waiting entry is withdrawn', () => {
  test('when the extreme of the sweep is broken, and again until it expires', () => {
    const setup = followedBy([26, 26, 8, 9], [9, 10, 7.9, 9], [9, 10, 8.5, 9]);
    expect(withdrawalsOf({ setup, settings: LIMIT })).toEqual([[], [ID], [ID]]);
  });

  test('when the target is reached', () => {
    const setup = followedBy([26, 69.9, 25, 60], [60, 70, 55, 60]);
    expect(withdrawalsOf({ setup, settings: LIMIT })).toEqual([[], [ID]]);
  });

  test('of a sell when its target is reached at the ask', () => {
    const rows = followedBy([26, 69.9, 25, 60], [60, 70, 55, 60]);
    const trial = { setup: upsideDown(rows), hours: upsideDown(RISING_HOURS), settings: LIMIT };
    expect(withdrawalsOf(trial).map((ids) => ids.length)).toEqual([0, 1]);
  });

  test('but not when it has expired', () => {
    const setup = followedBy([26, 27, 25, 26], [26, 26, 7, 8]);
    expect(withdrawalsOf({ setup, settings: { ...LIMIT, limit_expiry_bars: 2 } })).toEqual([
      [],
      [],
    ]);
    expect(withdrawalsOf({ setup, settings: { ...LIMIT, limit_expiry_bars: 3 } })).toEqual([
      [],
      [ID],
    ]);
  });

  test('when the rollover begins', () => {
    const settings = { ...LIMIT, kill_zones: ['00:00-24:00'] };
    const trial = { start: '2021-01-05T20:15Z', setup: followedBy([26, 27, 25, 26]), settings };
    expect(candidatesOf(trial)[0]?.refusedBy).toBeUndefined(); // decided at 16:25 New York
    expect(withdrawalsOf(trial).map((ids) => ids.length)).toEqual([1]);
  });

  test('also by a strategy restored while it waits', () => {
    const trial = { setup: followedBy([26, 27, 25, 26], [26, 26, 7, 8]), settings: LIMIT };
    const stream = streamOf(trial);
    const first = strategyOf(trial);
    for (const closed of stream.slice(0, -1)) first.onBar(closed);
    const second = strategyOf(trial);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())) as StrategyState);
    for (const closed of stream.slice(-1)) second.onBar(closed);
    expect(second.withdrawals).toEqual([ID]);
  });
});
