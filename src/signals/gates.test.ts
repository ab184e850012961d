import { describe, expect, test } from 'vitest';
import type { AccountName, UtcMs } from '../market/units.ts';
import { BiasTimeframe } from './bias.ts';
import { Gates, type Question } from './gates.ts';
import {
  candidatesOf,
  closedBars,
  EURUSD,
  LONG_SETUP,
  TABLE_SETTINGS,
} from './setup-tables-fixture.ts';
import type { TradePlan } from './trade-plan.ts';

const AT = Date.parse('2021-01-05T07:30Z') as UtcMs; // 02:30 New York
const pips = (count: number): number => Number((1.1 + count * 0.0001).toFixed(5));

/** A buy at 40 with its stop `risk` pips below and twice that to gain. */
function plan(risk: number): TradePlan {
  const distance = risk * 0.0001;
  return {
    entry: pips(40),
    stopLoss: pips(40 - risk),
    takeProfit: pips(40 + 2 * risk),
    risk: distance,
    rewardRisk: 2,
    pool: undefined,
  };
}

function refusalsOf(change: Partial<Question>, settings = TABLE_SETTINGS): readonly string[] {
  const gates = new Gates({ account: 'main' as AccountName, instrument: EURUSD }, settings);
  const question: Question = {
    at: AT,
    sign: 1,
    biases: [],
    plan: plan(10),
    spread: 0.00008,
    usualSpread: undefined,
    atr: 0.0005,
    takenUntil: 0,
    ...change,
  };
  return gates
    .check(question)
    .flatMap(({ gate, passed, detail }) => (passed ? [] : [gate, detail]));
}

test('nothing refuses a plain trade', () => {
  expect(refusalsOf({})).toEqual([]);
});

test.each([
  ['2021-03-09T06:30Z', false], // 01:30 EST
  ['2021-03-16T06:30Z', true], // 02:30 EDT; Europe has not switched yet
  ['2021-11-02T06:30Z', true], // 02:30 EDT; Europe has switched back
  ['2021-11-09T06:30Z', false], // 01:30 EST
])("kill zones keep New York's civil clock: %s", (text, inside) => {
  const { time } = new Gates(
    { account: 'main' as AccountName, instrument: EURUSD },
    TABLE_SETTINGS,
  );
  expect(time.inKillZone(Date.parse(text) as UtcMs)).toBe(inside);
});

describe('the spread that is usual in this hour', () => {
  test('may be passed by the ratio allowed and no further', () => {
    expect(refusalsOf({ spread: 0.00012, usualSpread: 0.00006 })).toEqual([]);
    expect(refusalsOf({ spread: 0.00012, usualSpread: 0.00005 })).toEqual([
      'usual-spread',
      'the spread is 12.0 points, 2.40 times the 5.0 usual in this hour of the week; 2 times is allowed',
    ]);
  });
});

describe('a gap of a bias timeframe against the trade', () => {
  const hours = new BiasTimeframe('H1', TABLE_SETTINGS, EURUSD);
  const rows = [
    [60, 62, 58, 59],
    [59, 59, 45, 46],
    [46, 50, 44, 45], // the gap 50..58
  ] as const;
  for (const { bar, closedAt } of closedBars('H1', rows, AT - 4 * 3_600_000, 0)) {
    hours.engine.onBar(bar, closedAt);
  }

  test('refuses when it begins within the distance asked', () => {
    const [gate, detail] = refusalsOf({ biases: [hours], plan: plan(10) });
    expect(gate).toBe('opposing-zone');
    expect(detail).toMatch(/^the opposing gap H1#\d+ at 1\.10500\.\.1\.10580 is within 1 times/);
    expect(refusalsOf({ biases: [hours], plan: plan(9.9) })).toEqual([]);
  });

  test('is let be when nothing is asked, or when the trade goes the other way', () => {
    const settings = { ...TABLE_SETTINGS, min_path_reward_risk: 0 };
    expect(refusalsOf({ biases: [hours], plan: plan(10) }, settings)).toEqual([]);
    expect(refusalsOf({ biases: [hours], plan: plan(10), sign: -1 })).toEqual([]);
  });
});

describe('a kill zone that has had its signal', () => {
  const settings = { ...TABLE_SETTINGS, one_signal_per_session: true };

  test('refuses until it ends, by option', () => {
    expect(refusalsOf({ takenUntil: AT + 1 }, settings)[0]).toBe('session-trade');
    expect(refusalsOf({ takenUntil: AT }, settings)).toEqual([]);
    expect(refusalsOf({ takenUntil: AT + 1 })).toEqual([]);
  });

  test('ends where its window ends, also across midnight', () => {
    const context = { account: 'main' as AccountName, instrument: EURUSD };
    const { time } = new Gates(context, {
      ...TABLE_SETTINGS,
      kill_zones: ['02:00-05:00', '20:00-01:00'],
    });
    expect(time.killZoneEnd(AT)).toBe(Date.parse('2021-01-05T10:00Z'));
    expect(time.killZoneEnd(Date.parse('2021-01-06T02:00Z') as UtcMs)).toBe(
      Date.parse('2021-01-06T06:00Z'),
    );
    expect(time.killZoneEnd(Date.parse('2021-01-05T16:00Z') as UtcMs)).toBe(
      Date.parse('2021-01-05T16:00Z'),
    );
  });

  test('is known to the strategy itself', () => {
    const setup = [...LONG_SETUP, ...LONG_SETUP];
    const refusals = (one: boolean) =>
      candidatesOf({ setup, settings: { one_signal_per_session: one } }).map(
        ({ refusedBy }) => refusedBy,
      );
    expect(refusals(false)).toEqual([undefined, undefined]);
    expect(refusals(true)).toEqual([undefined, 'session-trade']);
  });
});

test('a signal that waited is asked again for what may have changed since', () => {
  const gates = new Gates({ account: 'main' as AccountName, instrument: EURUSD }, TABLE_SETTINGS);
  const question = {
    at: AT,
    sign: 1,
    biases: [],
    spread: 0.00008,
    usualSpread: undefined,
    takenUntil: 0,
  } as const;
  const refused = (change: Partial<Question>, risk = 0.001): readonly string[] =>
    gates
      .checkAgain({ ...question, ...change }, risk)
      .flatMap(({ gate, passed }) => (passed ? [] : [gate]));
  expect(refused({})).toEqual([]);
  expect(refused({ at: Date.parse('2021-01-05T17:30Z') as UtcMs })).toEqual(['kill-zone']);
  expect(refused({ spread: 0.00018 })).toEqual(['spread']);
  expect(refused({}, 0.0001)).toEqual(['cost']);
});
