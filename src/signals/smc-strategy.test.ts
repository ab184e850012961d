import { describe, expect, test } from 'vitest';
import type { Timeframe } from '../market/timeframe.ts';
import type { AccountName } from '../market/units.ts';
import type { Row } from '../smc/bar-table-fixture.ts';
import { DEFAULT_SIGNAL_SETTINGS } from './default-signal-settings.ts';
import {
  candidatesOf,
  EURUSD,
  LONG_SETUP,
  RISING_HOURS,
  strategyOf,
  streamOf,
  upsideDown,
  type Trial,
} from './setup-tables-fixture.ts';
import type { Candidate } from './signal.ts';
import { SmcStrategy } from './smc-strategy.ts';
import type { ClosedBar, StrategyState } from './strategy.ts';

const SHORT: Trial = { setup: upsideDown(LONG_SETUP), hours: upsideDown(RISING_HOURS) };

function only(candidates: readonly Candidate[]): Candidate {
  expect(candidates).toHaveLength(1);
  return candidates[0] as Candidate;
}

const valuesOf = ({ signal }: Candidate): Readonly<Record<string, number>> =>
  Object.fromEntries(signal.score.map(({ part, value }) => [part, Number(value.toFixed(4))]));

describe('a whole long setup', () => {
  test('becomes a candidate at the bar that closes out of the zone', () => {
    const { signal, refusedBy } = only(candidatesOf({}));
    expect(refusedBy).toBeUndefined();
    expect(signal).toMatchObject({
      id: `main:EURUSD:M5:${Date.parse('2021-01-05T07:20Z')}:buy`,
      side: 'buy',
      time: Date.parse('2021-01-05T07:25Z'),
      entry: { kind: 'market', price: 1.10228 }, // close 22, spread 0.8
      stopLoss: 1.10062, // extreme 8, buffer 1, spread 0.8
      takeProfit: 1.107, // the high 70 pays 47.2 over 16.6
    });
    expect(signal.gates.map(({ gate }) => gate)).toEqual([
      'kill-zone',
      'rollover',
      'week-open',
      'week-close',
      'news',
      'session-trade',
      'bias',
      'stop-distance',
      'reward-risk',
      'opposing-zone',
      'spread',
      'usual-spread',
      'cost',
    ]);
  });

  test('is scored part by part', () => {
    const candidate = only(candidatesOf({}));
    expect(valuesOf(candidate)).toEqual({
      bias: 1, // H1 up
      liquidity: 0.75, // an internal low
      structure: 0.8833, // MSS 0.8, displacement 11 / 6 ATR between 1 and 2: 0.1 * 0.8333
      zone: 1, // the gap 14..20 on the block 8..14
      location: 0.8271, // (28 - 17) / (28 - 8) = 0.55: 0.7 + 0.3 * 0.05 / 0.118
      time: 0.9583, // 5 of 36 bars old: 0.7 + 0.3 * 31 / 36
    });
    const { score, confidence } = candidate.signal;
    expect(score.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    // 0.2 + 0.15 + 0.17667 + 0.15 + 0.12407 + 0.09583
    expect(confidence).toBeCloseTo(0.89657, 5);
    expect(score[0]?.evidence).toEqual(['H1#6']);
  });

  test('aims at a fixed multiple of the risk when no liquidity is in reach', () => {
    const { signal } = only(candidatesOf({ settings: { max_reward_risk: 2.5 } }));
    expect(signal.takeProfit).toBe(1.1056); // 22.8 + 2 * 16.6
    expect(signal.score[4]?.detail).toContain('fixed target of 2 times the risk');
  });

  test('rests on events written before it', () => {
    const strategy = strategyOf({});
    const known = new Set<string>();
    for (const closed of streamOf({})) {
      const candidates = strategy.onBar(closed);
      for (const { id } of strategy.confirmed) known.add(`${closed.timeframe}#${id}`);
      for (const { signal } of candidates) {
        const evidence = signal.score.flatMap((part) => part.evidence);
        expect(evidence.length).toBeGreaterThan(5);
        expect(evidence.filter((name) => !known.has(name))).toEqual([]);
      }
    }
  });
});

test('a whole short setup is the mirror of the long one', () => {
  const candidate = only(candidatesOf(SHORT));
  expect(candidate.refusedBy).toBeUndefined();
  expect(candidate.signal).toMatchObject({
    side: 'sell',
    entry: { kind: 'market', price: 1.1078 }, // the bid
    stopLoss: 1.10938, // extreme 92, buffer 1, spread 0.8
    takeProfit: 1.10308, // the low 30 and the spread: it is left at the ask
  });
  expect(valuesOf(candidate)).toEqual(valuesOf(only(candidatesOf({}))));
});

describe('each gate refuses by name', () => {
  const allDay = { kill_zones: ['00:00-24:00'] };
  const refusals: ReadonlyArray<readonly [string, Trial, string]> = [
    [
      'kill-zone',
      { start: '2021-01-05T16:00Z' },
      '12:25 New York is in none of 02:00-05:00, 07:00-10:00',
    ],
    // The same UTC time is in the kill zone in winter and not in summer.
    ['kill-zone', { start: '2021-07-06T08:00Z' }, '05:25 New York is in none of'],
    [
      'rollover',
      { start: '2021-01-05T20:30Z', settings: allDay },
      '16:55 New York is inside 16:30-18:15',
    ],
    ['week-open', { start: '2021-01-10T22:00Z', settings: allDay }, '85 minutes after the week'],
    ['week-close', { start: '2021-01-08T19:00Z', settings: allDay }, '95 minutes before the week'],
    ['bias', { hours: upsideDown(RISING_HOURS) }, 'H1 down; the trade is up'],
    [
      'stop-distance',
      { settings: { min_stop_pips: 17 } },
      'the stop is 16.6 pips and 2.8 ATR away',
    ],
    ['stop-distance', { settings: { max_stop_atr: 2.7 } }, '2.7 ATR or less'],
    [
      'reward-risk',
      { settings: { max_reward_risk: 2.5, fixed_target_allowed: false } },
      'no opposing liquidity between 2 and 2.5 times the risk',
    ],
    ['spread', { spread: 0.00017 }, 'the spread is 17.0 points, 2.13 times the typical 8'],
    [
      'cost',
      { settings: { max_cost_share: 0.04 } },
      'the spread is 0.048 of the risk, 0.04 is allowed',
    ],
  ];

  test.each(refusals)('%s', (gate, trial, words) => {
    const { signal, refusedBy } = only(candidatesOf(trial));
    expect(refusedBy).toBe(gate);
    expect(signal.gates).toHaveLength(13);
    expect(signal.gates.filter(({ passed }) => !passed).map((result) => result.gate)).toEqual([
      gate,
    ]);
    expect(signal.gates.find((result) => result.gate === gate)?.detail).toContain(words);
    expect(signal.score).toHaveLength(6);
  });

  test('and the one before them in winter does not', () => {
    expect(only(candidatesOf({ start: '2021-01-05T08:00Z' })).refusedBy).toBeUndefined();
  });
});

describe('there is no candidate', () => {
  const changed = (at: number, row: Row): readonly Row[] => LONG_SETUP.with(at, row);

  test('when the sweep does not close back', () => {
    expect(candidatesOf({ setup: changed(11, [13, 14, 8, 9.5]) })).toEqual([]);
  });

  test('when the break comes without displacement', () => {
    expect(candidatesOf({ settings: { displacement_atr: 1.9 } })).toEqual([]); // 11 / 6 = 1.83
  });

  test('when the break comes too late', () => {
    expect(candidatesOf({ settings: { sweep_window_bars: 1 } })).toHaveLength(1);
    expect(candidatesOf({ settings: { sweep_window_bars: 0 } })).toEqual([]);
  });

  test('when price comes back too late', () => {
    expect(candidatesOf({ settings: { setup_expiry_bars: 4 } })).toHaveLength(1);
    expect(candidatesOf({ settings: { setup_expiry_bars: 3 } })).toEqual([]);
  });

  test('when the extreme of the sweep is broken first', () => {
    expect(candidatesOf({ setup: changed(15, [24, 24.5, 7.5, 19]) })).toEqual([]);
  });

  test('when the bar in the zone closes down or does not close out of it', () => {
    expect(candidatesOf({ setup: changed(16, [23, 23, 17, 22]) })).toEqual([]);
    expect(candidatesOf({ setup: changed(16, [19, 23, 17, 20]) })).toEqual([]);
  });
});

test('a wick below the sweep that closes back deepens it while it waits', () => {
  const deeper: readonly Row[] = [
    ...LONG_SETUP.slice(0, 12),
    [12, 13.5, 7, 13], // 12 below 8, closes above 10
    ...LONG_SETUP.slice(12),
  ];
  const { signal } = only(candidatesOf({ setup: deeper }));
  expect(signal.stopLoss).toBe(1.10052); // extreme 7
});

describe('timeframes', () => {
  const context = { account: 'main' as AccountName, instrument: EURUSD };
  test('are coarse to fine, and biases that are not coarser are left out', () => {
    const of = (timeframe: Timeframe): readonly Timeframe[] =>
      new SmcStrategy(context, { ...DEFAULT_SIGNAL_SETTINGS, timeframe }).timeframes;
    expect(of('M5')).toEqual(['H4', 'H1', 'M5']);
    expect(of('H1')).toEqual(['H4', 'H1']);
    expect(of('H4')).toEqual(['H4']);
  });

  test('that were not asked for are a fault', () => {
    const strategy = strategyOf({});
    const [first] = streamOf({}) as readonly [ClosedBar];
    expect(() => strategy.onBar({ ...first, timeframe: 'D1' })).toThrow('no bars of D1');
  });
});

test.each([
  ['long', {}],
  ['short', SHORT],
])('a strategy restored at any bar of a %s setup goes on as if never stopped', (_, trial) => {
  const stream = streamOf(trial);
  const whole = candidatesOf(trial);
  expect(whole).toHaveLength(1);
  for (let t = 0; t <= stream.length; t += 1) {
    const first = strategyOf(trial);
    const before = stream.slice(0, t).flatMap((closed) => [...first.onBar(closed)]);
    const second = strategyOf(trial);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())) as StrategyState);
    const after = stream.slice(t).flatMap((closed) => [...second.onBar(closed)]);
    expect([...before, ...after]).toEqual(whole);
    for (const closed of stream.slice(t)) first.onBar(closed);
    expect(second.snapshot()).toEqual(first.snapshot());
  }
});
