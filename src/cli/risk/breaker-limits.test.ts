import { expect, test, describe } from 'vitest';
import { at, other, play, states } from './breaker-fixture.ts';

describe('the limits of a breaker', () => {
  test('of a trailing high follows equity through the day, on no single quote', () => {
    const events = play({
      settings: { baseline_basis: 'trailing-high' },
      events: [
        at('10:00', 10_000),
        at('10:01', 10_000, 20_000, { source: 'quotes' }),
        at('10:02', 10_000, 10_100, { source: 'quotes' }),
        at('10:03', 10_000, 10_300),
        at('10:04', 10_000, 10_100),
      ],
    });
    expect(events.map(({ baseline, limit }) => [baseline, limit])).toEqual([
      [10_000, 9_800],
      [10_000, 9_800],
      [10_100, 9_900], // the milder of two highs that agree
      [10_300, 10_100], // 2 % of the day's start
      [10_300, 10_100],
    ]);
    expect(states(events).at(-1)).toBe('tripped');
  });

  test.each([
    ['initial', 9_800], // 2 % of 15,000 below 10,100
    ['day-start', 9_898],
    ['peak', 9_878], // 11,100 of the day before
  ])('takes its per cent of %s', (drawdown_pct_of, limit) => {
    const events = play({
      settings: { drawdown_pct_of, initial_capital: 15_000 },
      events: [
        at('10:00', 11_000),
        at('11:00', 11_000, 11_100),
        at('12:00', 10_900),
        { time: '2024-01-10T22:00:00Z', event: 'account', balance: 10_100 },
      ],
    });
    expect(events.at(-1)?.limit).toBe(limit);
  });

  test('counts the overall limit from the highest balance at the end of a day', () => {
    const events = play({
      settings: { overall_drawdown_pct: 5, overall_kind: 'trailing-balance', initial_capital: 1e4 },
      events: [
        at('10:00', 10_000),
        at('11:00', 10_400, 10_900),
        { time: '2024-01-10T22:00:00Z', event: 'account', balance: 10_300, equity: 10_900 },
        { time: '2024-01-11T22:00:00Z', event: 'account', balance: 10_200 },
      ],
    });
    expect(events.map((one) => one.overall_limit)).toEqual([9_500, 9_500, 9_800, 9_800]);
  });

  test('a gain of the day does not widen what the day may lose', () => {
    const events = play({
      settings: { drawdown_pct_of: 'peak' },
      events: [
        at('10:00', 10_000),
        at('11:00', 10_000, 12_000),
        { time: '2024-01-10T22:00:00Z', event: 'account', balance: 10_000 },
      ],
    });
    expect(events.map(({ limit }) => limit)).toEqual([9_800, 9_800, 9_760]); // 2 % of 12,000
  });

  test('an overall limit that is taken away counts until the day ends', () => {
    const events = play({
      settings: { overall_drawdown_pct: 1 },
      events: [
        at('10:00', 10_000),
        other('10:01', 'settings', { settings: { overall_drawdown_pct: 0 } }),
        other('10:02', 'restart'),
        { time: '2024-01-10T22:00:00Z', event: 'account', balance: 10_000 },
      ],
    });
    expect(events.map((one) => one.overall_limit)).toEqual([9_900, 9_900, 9_900, null]);
  });

  test('money paid out lowers the highest equity, too', () => {
    const events = play({
      settings: { overall_drawdown_pct: 10, overall_kind: 'trailing-equity' },
      events: [
        at('10:00', 10_000),
        at('11:00', 10_000, 11_000),
        other('11:01', 'withdrawal', { amount: 2_000 }),
      ],
    });
    // 10 % of the capital below the high: 11,000 - 1,000, then 9,000 - 800.
    expect(events.map((one) => one.overall_limit)).toEqual([9_000, 10_000, 8_200]);
  });

  test('locks the profit of a day until the next, and that of a phase until a person', () => {
    const settings = { daily_profit_lock_pct: 3, phase_profit_lock_pct: 8, on_trip: 'block' };
    const events = play({
      settings,
      events: [
        at('10:00', 10_000),
        at('11:00', 10_000, 10_299.99),
        at('12:00', 10_000, 10_300),
        at('13:00', 10_000, 9_800),
        { time: '2024-01-11T10:00:00Z', event: 'account', balance: 10_700 },
        { time: '2024-01-11T11:00:00Z', event: 'account', balance: 10_800 },
        { time: '2024-01-12T11:00:00Z', event: 'account', balance: 10_800 },
      ],
    });
    expect(events.map((one) => [one.state, one.tripped_by])).toEqual([
      ['armed', null],
      ['armed', null],
      ['tripped', 'daily-profit'],
      ['tripped', 'daily-loss'], // block only: the gain ran away
      ['tripped', 'daily-profit'], // the day began with the 9,800 last told
      ['tripped', 'daily-profit'],
      ['tripped', 'phase-profit'],
    ]);
    expect(events[2]).toMatchObject({ closing: false, rearmed_by: 'next-day' });
  });
});
