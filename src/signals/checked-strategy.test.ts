import { describe, expect, test } from 'vitest';
import type { AccountName, SymbolName, UtcMs } from '../market/units.ts';
import { CheckedStrategy } from './checked-strategy.ts';
import { candidatesOf, EURUSD, strategyOf, streamOf } from './setup-tables-fixture.ts';
import type { Candidate, Signal } from './signal.ts';
import type { ClosedBar, Strategy } from './strategy.ts';

const CONTEXT = { account: 'main' as AccountName, instrument: EURUSD };
const GOOD = candidatesOf({})[0] as Candidate;
const DECIDING = streamOf({}).at(-1) as ClosedBar;

/** A strategy that answers every bar of M5 with these candidates. */
function saying(candidates: readonly Candidate[], change: Partial<Strategy> = {}): CheckedStrategy {
  const strategy: Strategy = {
    timeframes: ['H1', 'M5'],
    historyBars: [1, 1],
    confirmed: [],
    onBar: () => candidates,
    snapshot: () => null,
    restore: () => {},
    ...change,
  };
  return new CheckedStrategy(() => strategy, CONTEXT);
}

test('a good strategy says the same checked', () => {
  const checked = new CheckedStrategy(() => strategyOf({}), CONTEXT);
  expect(streamOf({}).flatMap((closed) => [...checked.onBar(closed)])).toEqual(candidatesOf({}));
});

test.each<readonly [string, Partial<Signal>]>([
  ['is of GBPUSD', { symbol: 'GBPUSD' as SymbolName }],
  ['is of M15 bars', { timeframe: 'M15' }],
  ['not of its bar', { time: 1 as UtcMs }],
  ['is called x', { id: 'x' }],
  ['confidence 1.2', { confidence: 1.2 }],
  ['confidence NaN', { confidence: NaN }],
  ['beyond its entry', { stopLoss: 1.2 }],
  ['behind its entry', { takeProfit: 1.05 }],
  ['a price that is none', { stopLoss: NaN }],
  ['a price that is none', { stopLoss: 0 }],
  ['expires before it begins', { entry: { kind: 'limit', price: 1.102, expiresAt: 1 as UtcMs } }],
])('a candidate that %s is an error', (words, change) => {
  const signal = { ...GOOD.signal, ...change };
  expect(() => saying([{ ...GOOD, signal }]).onBar(DECIDING)).toThrow(words);
});

describe('a strategy is stopped', () => {
  test('when its candidates and their gates disagree', () => {
    expect(() => saying([{ ...GOOD, refusedBy: 'bias' }]).onBar(DECIDING)).toThrow(
      'is refused by bias, and its gates say nothing',
    );
  });

  test('when it decides on a bar it said it does not decide on', () => {
    const hour = streamOf({})[0] as ClosedBar;
    expect(() => saying([GOOD]).onBar(hour)).toThrow('on which nothing is decided');
  });

  test('when it changes what it is shown', () => {
    const onBar = (closed: ClosedBar): readonly Candidate[] => {
      (closed.bar as { close: number }).close = 1;
      return [];
    };
    expect(() => saying([], { onBar }).onBar(DECIDING)).toThrow('read only');
  });

  test('when it answers with no list', () => {
    expect(() => saying(undefined as unknown as Candidate[]).onBar(DECIDING)).toThrow('no list');
  });

  test.each<readonly [string, Partial<Strategy>]>([
    ['asks for no timeframe', { timeframes: [] }],
    ['the timeframe M7', { timeframes: ['M7' as 'M5'], historyBars: [1] }],
    ['from coarse to fine', { timeframes: ['M5', 'H1'] }],
    ['no history for each', { historyBars: [1] }],
    ['asks for -1 bars', { historyBars: [1, -1] }],
    ['asks for 1000000 bars', { historyBars: [1, 1_000_000] }],
  ])('before it begins when it %s', (words, change) => {
    expect(() => saying([], change)).toThrow(words);
  });
});
