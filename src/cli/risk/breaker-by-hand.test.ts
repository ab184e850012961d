import { describe, expect, test } from 'vitest';
import { play } from './breaker-fixture.ts';

type Answer = readonly [baseline: number, limit: number, state: string];

const account = (time: string, balance: number, equity = balance) => ({
  time,
  event: 'account',
  balance,
  equity,
});

function expectAnswers(settings: object, events: readonly object[], answers: readonly Answer[]) {
  const played = play({ server_clock: 'eet-us', settings, events });
  expect(played.map(({ baseline, limit, state }) => [baseline, limit, state])).toEqual(answers);
}

describe('days worked out by hand', () => {
  test('the week in autumn in which Europe has put its clocks back and America has not', () => {
    // The server's midnight is 21:00 UTC, that of Prague 23:00.
    expectAnswers(
      {
        daily_drawdown_pct: 5,
        drawdown_pct_of: 'initial',
        baseline_basis: 'higher',
        initial_capital: 100_000,
        day_clock: 'Europe/Prague',
      },
      [
        account('2024-10-30T12:00:00Z', 100_000),
        account('2024-10-30T21:00:00Z', 98_000, 97_000),
        account('2024-10-30T22:59:59Z', 98_000, 95_001),
        account('2024-10-30T23:00:00Z', 98_000, 97_500),
        account('2024-10-31T10:00:00Z', 98_000, 93_000),
      ],
      [
        [100_000, 95_000, 'armed'],
        [100_000, 95_000, 'armed'],
        [100_000, 95_000, 'warned'],
        [98_000, 93_000, 'armed'],
        [98_000, 93_000, 'tripped'],
      ],
    );
  });

  test("the server's midnight moves by an hour over the weekend of a change", () => {
    expectAnswers(
      { daily_drawdown_pct: 2 },
      [
        account('2024-03-08T12:00:00Z', 10_000),
        account('2024-03-08T21:30:00Z', 10_000, 9_900),
        account('2024-03-08T22:00:00Z', 10_000, 9_900), // UTC+2 still
        account('2024-03-11T20:59:59Z', 9_900),
        account('2024-03-11T21:00:00Z', 9_800), // UTC+3
      ],
      [
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'armed'],
        [9_900, 9_702, 'armed'],
        [9_900, 9_702, 'armed'],
        [9_800, 9_604, 'armed'],
      ],
    );
  });

  test('a trip of Friday is over when the market opens on Sunday', () => {
    expectAnswers(
      { daily_drawdown_pct: 2 },
      [
        account('2024-01-12T10:00:00Z', 10_000),
        account('2024-01-12T15:00:00Z', 10_000, 9_800),
        { time: '2024-01-12T15:05:00Z', event: 'flat' },
        account('2024-01-12T15:06:00Z', 9_790),
        account('2024-01-14T22:05:00Z', 9_790),
      ],
      [
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'tripped'],
        [10_000, 9_800, 'tripped'],
        [10_000, 9_800, 'tripped'],
        [9_790, 9_594.2, 'armed'],
      ],
    );
  });

  test('17:00 in New York on both sides of a change, with a base that rises through the day', () => {
    const day = { day_clock: 'America/New_York', day_starts_at: '17:00' };
    expectAnswers(
      { daily_drawdown_pct: 4, baseline_basis: 'trailing-high', ...day },
      [
        account('2024-11-01T20:00:00Z', 50_000),
        account('2024-11-01T20:30:00Z', 50_000, 51_000), // 4 % of the 50,000 it began with
        account('2024-11-01T21:00:00Z', 50_500, 50_800), // UTC-4
        account('2024-11-04T21:59:59Z', 50_500, 49_000),
        account('2024-11-04T22:00:00Z', 50_500, 49_000), // UTC-5
      ],
      [
        [50_000, 48_000, 'armed'],
        [51_000, 49_000, 'armed'],
        [50_800, 48_768, 'armed'],
        [50_800, 48_768, 'warned'],
        [50_500, 48_480, 'armed'],
      ],
    );
  });
});

describe('lives worked out by hand', () => {
  test('an empty memory takes the base of the day from the deals of that day alone', () => {
    const deals = [
      { time: '2024-01-10T10:30:00Z', net: -100 },
      { time: '2024-01-09T10:30:00Z', net: -500 },
    ];
    expectAnswers(
      { daily_drawdown_pct: 2 },
      [
        account('2024-01-10T10:00:00Z', 10_000),
        account('2024-01-10T11:00:00Z', 9_900),
        { time: '2024-01-10T12:00:00Z', event: 'restart', state: 'empty', deals },
        account('2024-01-10T13:00:00Z', 9_900, 9_800),
      ],
      [
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'tripped'],
      ],
    );
  });

  test('a deposit during a trip moves the base and arms nothing', () => {
    expectAnswers(
      { daily_drawdown_pct: 2 },
      [
        account('2024-01-10T10:00:00Z', 10_000),
        account('2024-01-10T11:00:00Z', 9_790),
        { time: '2024-01-10T12:00:00Z', event: 'deposit', amount: 5_000 },
        account('2024-01-10T21:59:59Z', 14_790),
        account('2024-01-10T22:00:00Z', 14_790),
      ],
      [
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'tripped'],
        [15_000, 14_700, 'tripped'],
        [15_000, 14_700, 'tripped'],
        [14_790, 14_494.2, 'armed'],
      ],
    );
  });

  test('an overall limit trails the high, locks at the start, and begins anew for its person', () => {
    const overall = { overall_drawdown_pct: 10, overall_kind: 'trailing-equity' };
    expectAnswers(
      { daily_drawdown_pct: 50, initial_capital: 10_000, ...overall, overall_lock_at_start: true },
      [
        account('2024-01-10T10:00:00Z', 10_000),
        account('2024-01-10T11:00:00Z', 10_500),
        account('2024-01-10T12:00:00Z', 11_000),
        account('2024-01-10T13:00:00Z', 12_000),
        account('2024-01-10T14:00:00Z', 12_000, 10_000),
        account('2024-01-10T22:00:00Z', 12_000),
        { time: '2024-01-10T22:10:00Z', event: 'rearm', by: 'me' },
      ],
      [
        [10_000, 9_000, 'armed'],
        [10_000, 9_500, 'armed'],
        [10_000, 10_000, 'armed'],
        [10_000, 10_000, 'armed'], // 12,000 - 1,000 is above the start
        [10_000, 10_000, 'tripped'],
        [12_000, 10_000, 'tripped'],
        [12_000, 10_800, 'armed'],
      ],
    );
  });

  test('money paid out is no loss; a looser setting waits, and a restart changes nothing', () => {
    expectAnswers(
      { daily_drawdown_pct: 2 },
      [
        account('2024-07-10T10:00:00Z', 10_000),
        { time: '2024-07-10T11:00:00Z', event: 'withdrawal', amount: 4_000 },
        account('2024-07-10T12:00:00Z', 6_000, 5_890),
        { time: '2024-07-10T12:30:00Z', event: 'settings', settings: { daily_drawdown_pct: 5 } },
        account('2024-07-10T13:00:00Z', 6_000, 5_880),
        { time: '2024-07-10T13:00:01Z', event: 'restart' },
        account('2024-07-10T21:00:00Z', 5_880),
      ],
      [
        [10_000, 9_800, 'armed'],
        [6_000, 5_880, 'armed'],
        [6_000, 5_880, 'warned'],
        [6_000, 5_880, 'warned'],
        [6_000, 5_880, 'tripped'],
        [6_000, 5_880, 'tripped'],
        [5_880, 5_586, 'armed'],
      ],
    );
  });

  test('what was lost before money is paid out may be too much for the base that is left', () => {
    expectAnswers(
      { daily_drawdown_pct: 2 },
      [
        account('2024-01-10T10:00:00Z', 10_000),
        account('2024-01-10T11:00:00Z', 10_000, 9_850),
        { time: '2024-01-10T12:00:00Z', event: 'withdrawal', amount: 5_000 }, // 150 of 100 allowed
      ],
      [
        [10_000, 9_800, 'armed'],
        [10_000, 9_800, 'armed'],
        [5_000, 4_900, 'tripped'],
      ],
    );
  });
});
