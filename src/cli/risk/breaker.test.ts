import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at, other, play, states } from './breaker-fixture.ts';
import { readTimeline } from './breaker-timeline.ts';
import { BREAKER_SCHEMAS, breakerSchema } from './breaker.ts';

const ROOT = join(import.meta.dirname, '../../..');
const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

test.each(BREAKER_SCHEMAS)(
  'the JSON Schema of the %s is the one that is checked against',
  (name) => {
    expect(json(`schemas/breaker-${name}.schema.json`)).toEqual(breakerSchema(name));
  },
);

test('Prague midnight is the day of the account, two hours after that of the server', () => {
  const events = play(json('examples/breaker/prague-midnight.json'));
  expect(events.map((one) => [one.day, one.baseline, one.limit, one.distance, one.state])).toEqual([
    ['2024-03-11', 10_000, 9_500, 500, 'armed'],
    ['2024-03-11', 10_000, 9_500, 200, 'armed'],
    ['2024-03-11', 10_000, 9_500, 200, 'armed'], // the server's midnight: UTC+3 already
    ['2024-03-11', 10_000, 9_500, 100, 'warned'],
    ['2024-03-12', 9_700, 9_200, 400, 'armed'], // the higher is the balance; 5 % of 10,000 below
    ['2024-03-12', 9_700, 9_200, 0, 'tripped'],
    ['2024-03-12', 9_700, 9_200, 0, 'tripped'],
    ['2024-03-12', 9_700, 9_200, 0, 'tripped'],
    ['2024-03-12', 10_700, 10_150, 50, 'tripped'], // base and capital by 1,000; 5 % of 11,000
    ['2024-03-13', 10_200, 9_900, 300, 'armed'], // of the day 9,650; overall 11,000 - 10 %
  ]);
  expect(events.map(({ closing }) => closing).slice(5, 8)).toEqual([true, true, false]);
  expect(events[9]).toMatchObject({ day_limit: 9_650, overall_limit: 9_900, capital: 11_000 });
});
test('an overall limit follows equity up to the start, and waits for its person', () => {
  const events = play(json('examples/breaker/trailing-and-locked.json'));
  expect(events.map((one) => [one.overall_limit, one.overall_distance, one.state])).toEqual([
    [48_000, 2_000, 'armed'],
    [49_200, 2_000, 'armed'],
    [49_200, 1_400, 'armed'],
    [50_000, 3_000, 'armed'], // 53,000 - 2,000 is above the start
    [50_000, -100, 'tripped'],
    [50_000, -100, 'tripped'], // another day arms nothing
    [50_000, -100, 'tripped'],
    [47_904, 1_996, 'armed'], // 4 % of the 49,900 it begins with anew
  ]);
  expect(events[4]).toMatchObject({ tripped_by: 'overall-loss', rearmed_by: 'person' });
  expect(events[6]?.refused).toContain('not authorised');
});
describe('a breaker', () => {
  test('is not armed by a restart, by looser settings or by both', () => {
    const events = play({
      events: [
        at('10:00', 10_000),
        at('11:00', 9_790),
        other('11:01', 'restart'),
        other('11:02', 'settings', { settings: { daily_drawdown_pct: 10 } }),
        other('11:03', 'restart'),
      ],
    });
    expect(states(events)).toEqual(['armed', ...Array.from({ length: 4 }, () => 'tripped')]);
    expect(events.map(({ limit }) => limit)).toEqual(Array.from({ length: 5 }, () => 9_800));
  });
  test('takes the base of the day from the deals when its folder is gone', () => {
    const deals = [
      { time: '2024-01-09T21:59:59Z', net: 500 }, // of the day before
      { time: '2024-01-10T10:30:00Z', net: -120 },
      { time: '2024-01-10T10:40:00Z', net: -90 },
    ];
    const events = play({
      settings: { overall_drawdown_pct: 10 },
      events: [
        at('11:00', 9_790, 9_800),
        other('11:04', 'restart', { state: 'empty', deals }),
        other('11:05', 'restart', { state: 'empty', deals: [] }),
      ],
    });
    // 9,790 + 210; paid in were 9,500.
    expect(events[1]).toMatchObject({
      baseline: 10_000,
      day_limit: 9_800,
      capital: 9_500,
      overall_limit: 8_550,
      state: 'tripped',
    });
    // Without a deal the equity of now is the most that is known.
    expect(events[2]).toMatchObject({ baseline: 9_800, day_limit: 9_604, state: 'armed' });
  });

  test('tightens at once, and loosens from the next day', () => {
    const events = play({
      events: [
        at('10:00', 10_000),
        other('10:01', 'settings', { settings: { daily_drawdown_pct: 1 } }),
        other('10:02', 'settings', { settings: { daily_drawdown_pct: 5 } }),
        { time: '2024-01-10T22:00:00Z', event: 'account', balance: 10_000 },
      ],
    });
    expect(events.map(({ limit }) => limit)).toEqual([9_800, 9_900, 9_900, 9_500]);
  });

  test('takes deposits, withdrawals and credit for neither gain nor loss', () => {
    const events = play({
      events: [
        at('10:00', 10_000),
        other('10:01', 'withdrawal', { amount: 5_000 }),
        at('10:02', 5_000),
        other('10:03', 'deposit', { amount: 15_000 }),
        other('10:04', 'credit', { amount: 1_000 }),
        at('10:05', 20_000, 21_000),
        at('10:06', 20_000, 20_580),
      ],
    });
    expect(events.map(({ baseline, limit }) => [baseline, limit])).toEqual([
      [10_000, 9_800],
      [5_000, 4_900],
      [5_000, 4_900],
      [20_000, 19_600],
      [21_000, 20_580],
      [21_000, 20_580],
      [21_000, 20_580],
    ]);
    expect(states(events).at(-1)).toBe('tripped');
  });

  test('trips on no single quote, but on two that agree', () => {
    const quotes = { source: 'quotes' };
    const events = play({
      events: [
        at('10:00', 10_000),
        at('10:01', 10_000, 5_000, quotes),
        at('10:02', 10_000, 9_990, quotes),
        at('10:03', 10_000, 9_700, quotes),
        at('10:04', 10_000, 9_750, quotes),
      ],
    });
    expect(states(events)).toEqual(['armed', 'armed', 'armed', 'armed', 'tripped']);
    expect(events.map((one) => one.in_doubt)).toEqual([false, true, false, true, true]);
  });

  test('is re-armed by a person with a new base, and only when tripped', () => {
    const events = play({
      settings: { rearm: 'person' },
      events: [
        at('10:00', 10_000),
        other('10:01', 'rearm'),
        at('11:00', 9_700),
        { time: '2024-01-11T11:00:00Z', event: 'account', balance: 9_700 },
        { time: '2024-01-11T11:01:00Z', event: 'rearm', by: 'Ann' },
        { time: '2024-01-11T12:00:00Z', event: 'account', balance: 9_506 },
      ],
    });
    expect(states(events)).toEqual(['armed', 'armed', 'tripped', 'tripped', 'armed', 'tripped']);
    expect(events[1]?.refused).toBe('the breaker is not tripped');
    expect(events[4]).toMatchObject({ baseline: 9_700, limit: 9_506, distance: 194 });
  });

  test('a daily trip that goes on falling becomes an overall one', () => {
    const events = play({
      settings: { overall_drawdown_pct: 5 },
      events: [
        at('10:00', 10_000),
        at('11:00', 9_800),
        at('12:00', 9_500),
        { time: '2024-01-11T11:00:00Z', event: 'account', balance: 9_500 },
      ],
    });
    expect(events.map((one) => one.tripped_by)).toEqual([
      null,
      'daily-loss',
      'overall-loss',
      'overall-loss',
    ]);
  });
});

describe('a timeline that cannot be answered names place, finding and what is allowed', () => {
  test.each([
    [{}, 'events', 'nothing', 'a list of events'],
    [{ events: [{ time: 'noon', event: 'flat' }] }, 'events[0].time', '"noon"', 'ISO 8601'],
    [{ events: [other('10:00', 'stop')] }, 'events[0].event', '"stop"', 'rearm'],
    [{ events: [other('10:00', 'deposit', { amount: -1 })] }, 'events[0].amount', '-1', 'above 0'],
    [{ events: [at('10:00', 1), at('09:00', 1)] }, 'events[1].time', '09:00', 'not before'],
    [{ settings: { daily_drawdown: 1 }, events: [] }, 'settings.daily_drawdown', 'means', '_pct'],
    [{ settings: { day_clock: 'moon' }, events: [] }, 'settings.day_clock', '"moon"', 'eet-us'],
    [
      { events: [other('10:00', 'settings', { settings: { warn: 1 } })] },
      'events[0].settings.warn',
      'means nothing',
      'warn_at',
    ],
  ])('%#', (file, key, found, allowed) => {
    const read = readTimeline(file);
    if (read.ok) throw new Error('it was accepted');
    expect(read.problems[0]?.key).toBe(key);
    expect(read.problems[0]?.found).toContain(found);
    expect(read.problems[0]?.allowed).toContain(allowed);
  });
});
