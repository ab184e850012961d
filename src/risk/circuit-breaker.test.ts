import { describe, expect, test } from 'vitest';
import { DAY_MS, type Money, type Percent, type UtcMs } from '../market/units.ts';
import { breakerSettingsDefect, CircuitBreaker, type BreakerSettings } from './circuit-breaker.ts';
import { DEFAULT_BREAKER_SETTINGS } from './default-breaker-settings.ts';
import { at, EET, look, NOON, settingsOf, started } from './test-breaker.ts';

describe('one day', () => {
  test('begins with the first look: baseline, limit and the end at the server midnight', () => {
    const breaker = new CircuitBreaker(settingsOf(), EET);
    expect(breaker.dayLossLeft(10_000 as Money)).toBe(200);
    expect(look(breaker, NOON, 10_000)).toEqual([
      {
        kind: 'day-started',
        day: '2024-01-10',
        baseline: 10_000,
        limit: 9_800,
        endsAt: at('2024-01-10T22:00'),
        book: expect.objectContaining({ start: 10_000, capital: 10_000 }),
      },
    ]);
    expect(breaker.dayLossLeft(9_950 as Money)).toBe(150);
  });

  test('warns at 80 % of the way, once, and stays warned until the next day', () => {
    const breaker = started();
    expect(look(breaker, NOON, 9_840.01)).toEqual([]);
    expect(look(breaker, NOON, 9_840)).toEqual([
      {
        kind: 'breaker',
        state: 'warned',
        equity: 9_840,
        limit: 9_800,
        why:
          'equity 9840.00 is 40.00 above the limit 9800.00: 160.00 (1.60 %) lost since the day ' +
          'began',
      },
    ]);
    expect(look(breaker, NOON, 9_830)).toEqual([]);
    expect(look(breaker, NOON, 9_990)).toEqual([]);
    expect(look(breaker, NOON, 9_835)).toEqual([]);
    expect(breaker.memory?.state).toBe('warned');
  });

  test('trips exactly at the limit, not a cent above it, and only once', () => {
    const breaker = started();
    expect(look(breaker, NOON, 9_800.01).map((change) => change.kind)).toEqual(['breaker']);
    expect(breaker.tripped).toBe(false);
    const [trip] = look(breaker, NOON, 9_800);
    expect(trip).toMatchObject({ kind: 'breaker', state: 'tripped', equity: 9_800, limit: 9_800 });
    expect(trip).toMatchObject({
      why:
        'equity 9800.00 is at or below the limit 9800.00: 200.00 (2.00 %) lost since the day ' +
        'began at 10000.00',
    });
    expect(look(breaker, NOON, 9_000)).toEqual([]);
    expect(look(breaker, NOON, 11_000)).toEqual([]);
    expect(breaker.tripped).toBe(true);
  });

  test('float noise in a sum of cents does not hold a trip back', () => {
    const breaker = started(10_037.55); // limit 9,836.799
    expect(breaker.memory?.limit).toBe(9_836.799);
    look(breaker, NOON, 9_836.7990000001);
    expect(breaker.tripped).toBe(true);
  });

  test('a gap through warning and limit is a trip alone', () => {
    expect(look(started(), NOON, 9_000)).toMatchObject([{ state: 'tripped' }]);
  });

  test('the basis may be the balance or the higher of the two', () => {
    const ofBasis = (basis: BreakerSettings['baseline_basis']): number | undefined => {
      const breaker = new CircuitBreaker(settingsOf({ baseline_basis: basis }), EET);
      look(breaker, NOON, 9_900, 10_000);
      return breaker.memory?.limit;
    };
    expect(ofBasis('equity')).toBe(9_702);
    expect(ofBasis('balance')).toBe(9_800);
    expect(ofBasis('higher')).toBe(9_800);
    const breaker = new CircuitBreaker(settingsOf({ baseline_basis: 'balance' }), EET);
    expect(look(breaker, NOON, 9_700, 10_000)).toMatchObject([
      { kind: 'day-started', baseline: 10_000 },
      { kind: 'breaker', state: 'tripped', equity: 9_700 },
    ]);
  });
});

describe('the next day', () => {
  test('begins at midnight to the millisecond, and arms a tripped breaker', () => {
    const breaker = started();
    look(breaker, NOON, 9_700);
    const midnight = at('2024-01-10T22:00');
    expect(look(breaker, (midnight - 1) as UtcMs, 9_700)).toEqual([]);
    expect(look(breaker, midnight, 9_700)).toEqual([
      {
        kind: 'day-started',
        day: '2024-01-11',
        baseline: 9_700,
        limit: 9_506,
        endsAt: at('2024-01-11T22:00'),
        book: expect.objectContaining({ start: 9_700, capital: 10_000 }),
      },
    ]);
    expect(breaker.memory?.state).toBe('armed');
  });

  test('over a weekend without quotes it is the day of the first look', () => {
    const breaker = new CircuitBreaker(settingsOf(), EET);
    look(breaker, at('2024-01-12T21:59'), 10_000);
    expect(breaker.memory?.day).toBe('2024-01-12');
    expect(look(breaker, at('2024-01-14T22:05'), 9_500)).toMatchObject([
      { day: '2024-01-15', baseline: 9_500, endsAt: at('2024-01-15T22:00') },
    ]);
  });

  test('a clock that goes backwards begins no day', () => {
    const breaker = started();
    look(breaker, NOON, 9_700);
    expect(look(breaker, (NOON - 3 * DAY_MS) as UtcMs, 10_000)).toEqual([]);
    expect(breaker.tripped).toBe(true);
  });

  test('looks on each side of a day of 23 hours', () => {
    const breaker = new CircuitBreaker(settingsOf({ day_clock: 'Europe/Prague' }), EET);
    look(breaker, at('2024-03-31T12:00'), 10_000);
    expect(breaker.memory?.endsAt).toBe(at('2024-03-31T22:00'));
    expect(look(breaker, at('2024-03-31T22:00'), 10_000)).toMatchObject([{ day: '2024-04-01' }]);
  });
});

test('numbers that cannot be counted with change nothing and are told once', () => {
  const breaker = started();
  for (const equity of [Number.NaN, Number.NaN, Infinity, -Infinity]) {
    expect(look(breaker, NOON, equity)).toEqual([]);
  }
  expect(breaker.takeProblem()).toEqual({ problem: 'bad-equity', detail: 'equity is NaN' });
  expect(breaker.takeProblem()).toBeUndefined();
  look(breaker, NOON, 9_999);
  look(breaker, Number.NaN as UtcMs, 9_999);
  expect(breaker.takeProblem()).toEqual({ problem: 'bad-time', detail: 'the time is NaN' });
  expect(breaker.onCashFlow(Number.NaN as Money)).toBeUndefined();
  expect(breaker.memory).toMatchObject({ baseline: 10_000, limit: 9_800, state: 'armed' });
});

test('settings name their defects', () => {
  expect(breakerSettingsDefect(DEFAULT_BREAKER_SETTINGS)).toBeUndefined();
  const told = (change: Partial<BreakerSettings>): string | undefined =>
    breakerSettingsDefect(settingsOf(change));
  expect(told({ daily_drawdown_pct: 0 as Percent })).toContain('daily_drawdown_pct is 0');
  expect(told({ daily_drawdown_pct: Number.NaN as Percent })).toContain(
    'daily_drawdown_pct is NaN',
  );
  expect(told({ warn_at: 1.5 })).toContain('warn_at is 1.5');
  expect(told({ day_starts_at: '24:00' })).toContain('day_starts_at is 24:00');
  expect(told({ day_clock: 'Mars/Base' })).toContain('day_clock is Mars/Base');
});
