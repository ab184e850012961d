import { describe, expect, it } from 'vitest';
import { DEFAULT_CONDUCT, type ConductSettings } from '../execution/conduct.ts';
import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import { EventCalendar } from '../market/economic-calendar.ts';
import type { Currency, Percent, UtcMs } from '../market/units.ts';
import { BAR, LONG, MINUTE, NOON, runningWorld, say, SETTINGS, type World } from './test/world.ts';

/** Payrolls at 12:30 UTC, for the dollar; known for days. */
const CALENDAR = new EventCalendar(
  [
    {
      time: (NOON + 30 * MINUTE) as UtcMs,
      currencies: ['USD' as Currency],
      impact: 'high',
      name: 'Payrolls',
      knownSince: 0 as UtcMs,
    },
  ],
  {
    currencies: ['USD' as Currency, 'EUR' as Currency],
    spans: [{ from: 0 as UtcMs, to: Number.MAX_SAFE_INTEGER as UtcMs }],
  },
);

function worldWith(conduct: Partial<ConductSettings>, settings = {}): World {
  const all = { ...DEFAULT_CONDUCT, ...conduct };
  return runningWorld({ settings: { conduct: all, ...settings }, calendar: CALENDAR });
}

const verdictOf = (world: World) => world.of('signal').at(-1)?.verdict;
const typesOf = (world: World): string[] => world.requests.map(({ type }) => type);

describe('around news', () => {
  it.each([
    [5, 'taken', ''], // 12:05:02
    [16, 'conduct', 'Payrolls (USD) in 14 minutes, more than 15 are asked'],
    [30, 'conduct', 'Payrolls 0 minutes ago, 15 are asked'],
    [45, 'taken', ''],
  ])('%i minutes after noon an entry is %s', (minute, by, detail) => {
    const world = worldWith({ news_entry_minutes: 15 });
    world.time = (NOON + minute * MINUTE - BAR + 2000) as UtcMs;
    say(world, LONG);
    const verdict = verdictOf(world);
    if (by === 'taken') expect(verdict).toMatchObject({ taken: true });
    else expect(verdict).toMatchObject({ taken: false, by, reason: 'news', detail });
  });

  it('by option nothing is held: positions are closed, and entries refused', () => {
    const world = say(worldWith({ news_flat_minutes: 10 }), LONG).quote('EURUSD', 1.1001);
    world.time = (NOON + 19 * MINUTE) as UtcMs;
    world.quote('EURUSD', 1.1001);
    expect(typesOf(world)).toEqual(['open']);
    world.quote('EURUSD', 1.1001, undefined, MINUTE).quote('EURUSD', 1.1001);
    expect(world.of('reduction-intended').map(({ reduction }) => reduction)).toMatchObject([
      { type: 'close', policy: 'news-flat' },
    ]);
    expect(world.books.positions).toEqual([]);
    say(world, LONG);
    expect(verdictOf(world)).toMatchObject({ by: 'conduct', reason: 'news-flat' });
  });

  it('an entry is refused in the time in which nothing is held before the weekend', () => {
    const management = { ...DEFAULT_MANAGEMENT, weekend_flat_minutes: 60 };
    const world = worldWith({}, { management });
    world.time = Date.UTC(2026, 0, 9, 21, 10) as UtcMs;
    say(world, LONG);
    expect(verdictOf(world)).toMatchObject({ by: 'conduct', reason: 'weekend-flat' });
  });
});

describe('requests of a day', () => {
  it('are kept for closing: entries are refused, closes are not', () => {
    const world = say(worldWith({ max_requests_per_day: 2, requests_reserve: 1 }), LONG);
    world.quote('EURUSD', 1.1001);
    say(world, { symbol: 'GBPUSD', price: 1.30012, stopLoss: 1.29812, takeProfit: 1.30412 });
    expect(verdictOf(world)).toMatchObject({
      by: 'conduct',
      reason: 'requests-used-up',
      numbers: { requests: 1, most: 2, reserve: 1 },
    });
    const position = [...world.state.positions.keys()][0];
    expect(position).toBeDefined();
    if (position === undefined) return;
    expect(world.command({ type: 'close-position', position })).toMatchObject({ ok: true });
    expect(typesOf(world)).toEqual(['open', 'close']);
  });

  it('policies keep still, and the next day counts anew', () => {
    const management = { ...DEFAULT_MANAGEMENT, break_even_at_r: 0.5 };
    const conduct = { max_requests_per_day: 2, requests_reserve: 1 };
    const world = say(worldWith(conduct, { management }), LONG).quote('EURUSD', 1.1001);
    world.quote('EURUSD', 1.102).quote('EURUSD', 1.102);
    expect(typesOf(world)).toEqual(['open']);
    world.time = (NOON + 12 * 60 * MINUTE) as UtcMs;
    world.quote('EURUSD', 1.102).quote('EURUSD', 1.102);
    expect(typesOf(world)).toEqual(['open', 'modify']);
  });
});

describe('a least holding time', () => {
  it('delays what a policy closes by choice, and nothing else', () => {
    const management = { ...DEFAULT_MANAGEMENT, partial_at_r: 0.5, break_even_at_r: 0.5 };
    const world = say(worldWith({ min_hold_seconds: 120 }, { management }), LONG);
    world.quote('EURUSD', 1.1001).quote('EURUSD', 1.102).quote('EURUSD', 1.102);
    expect(typesOf(world)).toEqual(['open', 'modify']);
    world.quote('EURUSD', 1.102, undefined, 2 * MINUTE).quote('EURUSD', 1.102);
    expect(typesOf(world)).toEqual(['open', 'modify', 'close']);
  });

  it('does not hold a person back', () => {
    const world = say(worldWith({ min_hold_seconds: 3600 }), LONG).quote('EURUSD', 1.1001);
    const [position] = world.state.positions.keys();
    if (position === undefined) throw new Error('nothing is open');
    expect(world.command({ type: 'close-position', position })).toMatchObject({ ok: true });
  });
});

describe('what comes first', () => {
  const NEWS = { news_entry_minutes: 120 };

  it('a loss limit, then a missing stop, then conduct', () => {
    const plain = say(worldWith(NEWS), LONG);
    expect(verdictOf(plain)).toMatchObject({ by: 'conduct', reason: 'news' });

    const naked = say(worldWith(NEWS), { ...LONG, stopLoss: 0 });
    expect(verdictOf(naked)).toMatchObject({ by: 'risk', reason: 'stop-missing' });

    const breaker = { ...SETTINGS.breaker, daily_drawdown_pct: 0.5 as Percent };
    const tripped = worldWith(NEWS, { breaker });
    tripped.foreignOrder().quote('EURUSD', 1.1).quote('EURUSD', 1.09).quote('EURUSD', 1.09);
    say(tripped, { ...LONG, stopLoss: 0 });
    expect(verdictOf(tripped)).toMatchObject({ by: 'risk', reason: 'breaker-tripped' });
  });

  it('a trip closes at once whatever the holding time and the requests left', () => {
    const breaker = { ...SETTINGS.breaker, daily_drawdown_pct: 2 as Percent };
    const conduct = { min_hold_seconds: 86_400, max_requests_per_day: 1, requests_reserve: 0 };
    const world = say(worldWith(conduct, { breaker }), LONG).quote('EURUSD', 1.1001);
    world.foreignOrder({ lots: 2 as never }).quote('EURUSD', 1.1001);
    world.quote('EURUSD', 1.0987).quote('EURUSD', 1.0987);
    expect(world.state.breaker?.state).toBe('tripped');
    expect(typesOf(world)).toEqual(['open', 'close']);
  });
});
