import { describe, expect, it } from 'vitest';
import { whySections, whyText } from '../api/why-text.ts';
import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import type { Lots, Money, UtcMs } from '../market/units.ts';
import { SignalStories } from './signal-stories.ts';
import { expectAgreement, expectNothingTwice, folded, settle } from './test/agreement.ts';
import { LONG, MINUTE, runningWorld, say, type World, type WorldOptions } from './test/world.ts';

/** A world with one open buy: half a lot from 1.10018, stop 1.09808: one R is 21 pips. */
function openWorld(
  management: Partial<ManagementSettings>,
  settings: WorldOptions['settings'] = {},
): World {
  const all = { ...DEFAULT_MANAGEMENT, ...management };
  const world = say(runningWorld({ settings: { management: all, ...settings } }), LONG);
  return world.quote('EURUSD', 1.1001);
}

const stopOf = (world: World): number | undefined =>
  [...world.state.positions.values()][0]?.position.stopLoss;
const typesOf = (world: World): string[] => world.requests.map(({ type }) => type);

describe('break-even', () => {
  it('moves the stop once, to where costs are paid, and tells why', () => {
    const world = openWorld({ break_even_at_r: 1 }, { commissionPerLotSide: 3.5 as Money });
    world.quote('EURUSD', 1.10227).quote('EURUSD', 1.1022);
    expect(stopOf(world)).toBe(1.09808);
    world.quote('EURUSD', 1.10228).quote('EURUSD', 1.1023).quote('EURUSD', 1.103);
    // 7 of commission a lot are 7 points.
    expect(stopOf(world)).toBe(1.10025);
    expect(typesOf(world)).toEqual(['open', 'modify']);
    expect(world.of('reduction-intended')[0]?.reduction).toEqual({
      type: 'tighten',
      position: '1',
      stopLoss: 1.10025,
      takeProfit: 1.10408,
      policy: 'break-even',
      why: 'break-even: the gain is 1.00 R, 1 R are asked',
    });
    const stories = new SignalStories(10);
    for (const fact of world.facts) stories.add(fact);
    const [story] = stories.all();
    expect(whyText(story ? whySections(story, 'USD') : [])).toContain(
      'stop to 1.10025, target to 1.10408 (break-even: the gain is 1.00 R, 1 R are asked)',
    );
    expectAgreement(world);
  });

  it('is not for what another program opened', () => {
    const world = runningWorld({
      settings: { management: { ...DEFAULT_MANAGEMENT, break_even_at_r: 1, time_stop_minutes: 1 } },
    });
    world.foreignOrder({ stopLoss: 1.099 }).quote('EURUSD', 1.1).quote('EURUSD', 1.108);
    world.wait(5 * MINUTE);
    expect(world.state.positions.size).toBe(1);
    expect(world.requests).toEqual([]);
  });

  it('may be another one for an agent', () => {
    const other = { ...DEFAULT_MANAGEMENT, break_even_at_r: 3 };
    const world = openWorld({ break_even_at_r: 1 }, { agentManagement: { EURUSD: other } });
    world.quote('EURUSD', 1.1035);
    expect(typesOf(world)).toEqual(['open']);
  });
});

describe('trailing', () => {
  const TRAIL = { trail_swing_bars: 1, trail_swing_buffer_points: 0, stop_interval_seconds: 1 };

  it('follows swings of the deciding timeframe that its agent has seen', () => {
    const world = openWorld(TRAIL);
    // Each bar of this world has its low at 1.099: three make no swing of one bar.
    expect(stopOf(world)).toBe(1.09808);
    for (const low of [1.0995, 1.0992, 1.0994]) {
      world.quote('EURUSD', 1.1001, undefined, 5 * MINUTE);
      world.bar('EURUSD', { low });
    }
    world.quote('EURUSD', 1.1002).quote('EURUSD', 1.1002);
    expect(stopOf(world)).toBe(1.0992);
    expect(world.of('reduction-intended')[0]?.reduction).toMatchObject({
      policy: 'trailing-structure',
      why: 'trailing: behind the swing at 1.09920',
    });
  });

  it('keeps its least interval and its daily cap, over a restart too', () => {
    const world = openWorld({
      break_even_at_r: 0,
      trail_atr: 1,
      trail_atr_period: 1,
      stop_changes_per_position: 2,
    });
    // The ATR of the bars of this world is 20 pips.
    world.quote('EURUSD', 1.10017).quote('EURUSD', 1.10017);
    expect(stopOf(world)).toBe(1.09808); // 9 points are not the least step
    world.quote('EURUSD', 1.1013).quote('EURUSD', 1.1023).quote('EURUSD', 1.1023);
    expect(typesOf(world)).toEqual(['open', 'modify']);
    expect(stopOf(world)).toBe(1.0993);
    world.live().quote('EURUSD', 1.1027, undefined, MINUTE).quote('EURUSD', 1.1027);
    world.close('EURUSD').quote('EURUSD', 1.1028).quote('EURUSD', 1.1028);
    expect(typesOf(world)).toEqual(['open', 'modify', 'modify']);
    world.quote('EURUSD', 1.1038, undefined, MINUTE).quote('EURUSD', 1.1038);
    expect(typesOf(world)).toEqual(['open', 'modify', 'modify']);
    expect(folded(world.facts)).toEqual(world.state);
  });

  it('asks for nothing while an answer is out, and is not what a lost stop falls behind', () => {
    const world = openWorld({ break_even_at_r: 1, stop_interval_seconds: 1 });
    world.quote('EURUSD', 1.1024).quote('EURUSD', 1.1024);
    expect(stopOf(world)).toBe(1.10018);
    // Somebody takes the stop away: it comes back where the policy had put it, not where it began.
    world.broker.submit({
      type: 'modify',
      number: 1 as never,
      magic: (99 * 2 ** 32) as never,
      position: '1' as never,
      stopLoss: 0,
      takeProfit: 1.10408,
    });
    world.quote('EURUSD', 1.1024).quote('EURUSD', 1.1024);
    expect(stopOf(world)).toBe(1.10018);
    expect(world.of('fault').map(({ detail }) => detail)).toEqual([
      'position 1 (EURUSD, 0.5 lots) has no stop at the broker: it is set to 1.10018 again',
    ]);
  });
});

describe('a partial take profit', () => {
  const HALF = { partial_at_r: 1, partial_share: 0.5 };

  it('closes its share once', () => {
    const world = openWorld(HALF);
    for (const bid of [1.1023, 1.1024, 1.1026, 1.1023]) world.quote('EURUSD', bid);
    settle(world);
    expect(
      world.requests.map((request) => [request.type, 'lots' in request && request.lots]),
    ).toEqual([
      ['open', 0.5],
      ['close', 0.25],
    ]);
    expect([...world.state.positions.values()][0]?.position.lots).toBe(0.25);
    expectNothingTwice(world);
    expectAgreement(world);
  });

  it('is not repeated after an unknown outcome that the books show as filled', () => {
    const world = openWorld(HALF);
    world.port.losesEvent = (event) => event.type !== 'books' && event.type !== 'link';
    world.quote('EURUSD', 1.1025);
    for (let second = 0; second < 40; second += 1) world.quote('EURUSD', 1.1025);
    world.port.losesEvent = () => false;
    world.live().quote('EURUSD', 1.1026);
    for (let minute = 0; minute < 5; minute += 1) world.quote('EURUSD', 1.1026, undefined, MINUTE);
    expect(typesOf(world)).toEqual(['open', 'close']);
    expect(world.books.positions.map(({ lots }) => lots)).toEqual([0.25]);
    expectAgreement(world);
  });

  it('is asked for again once it is known not to have reached the broker', () => {
    const world = openWorld(HALF);
    world.port.losesRequest = (request) => request.type === 'close';
    world.quote('EURUSD', 1.1025);
    world.port.losesRequest = () => false;
    for (let second = 0; second < 50; second += 1) world.quote('EURUSD', 1.1025);
    expect(typesOf(world)).toEqual(['open', 'close']);
    for (let second = 0; second < 100; second += 1) world.quote('EURUSD', 1.1025);
    expect(typesOf(world)).toEqual(['open', 'close', 'close']);
    expect(world.books.positions.map(({ lots }) => lots)).toEqual([0.25]);
  });

  it('comes to nothing for the smallest volume', () => {
    const world = openWorld(HALF, {
      limits: { ...runningWorld().settings.limits, max_position_size: 0.01 as Lots },
    });
    world.quote('EURUSD', 1.1035);
    expect(typesOf(world).filter((type) => type === 'close')).toEqual([]);
  });
});

describe('closes by time', () => {
  it('come after so many minutes, by the clock too', () => {
    const world = openWorld({ time_stop_minutes: 10 });
    world.wait(10 * MINUTE - 2000);
    expect(typesOf(world)).toEqual(['open']);
    world.wait(2000).quote('EURUSD', 1.1);
    expect(world.of('reduction-intended')[0]?.reduction).toMatchObject({
      type: 'close',
      lots: 0.5,
      policy: 'time-stop',
    });
    settle(world);
    expect(world.state.positions.size).toBe(0);
  });

  it('before the weekend close positions and take back what waits', () => {
    const world = openWorld({ weekend_flat_minutes: 30 });
    world.time = Date.UTC(2026, 0, 9, 21, 20) as UtcMs;
    world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3).wait(1000);
    const limit = { kind: 'limit', price: 1.2995, stopLoss: 1.2975, takeProfit: 1.3035 } as const;
    say(world, { symbol: 'GBPUSD', ...limit });
    world.quote('GBPUSD', 1.3);
    expect(world.books.orders).toHaveLength(1);
    world
      .wait(5 * MINUTE)
      .quote('EURUSD', 1.1)
      .quote('GBPUSD', 1.3)
      .wait(1000);
    expect(world.books).toEqual({ positions: [], orders: [] });
    expect(
      world.of('reduction-intended').map(({ reduction }) => [reduction.type, reduction.policy]),
    ).toEqual([
      ['close', 'weekend-flat'],
      ['cancel', 'weekend-flat'],
    ]);
  });
});

describe('what has the say over policies', () => {
  it('a breaker that closes: nothing is moved or closed in part', () => {
    const world = openWorld({ partial_at_r: 0.1, break_even_at_r: 0.1 });
    world.port.losesRequest = (request) => request.type === 'close';
    world.quote('EURUSD', 1.0955); // 2 % of 10,000 and more are lost on half a lot
    const before = world.requests.length;
    world.quote('EURUSD', 1.1015).quote('EURUSD', 1.1015);
    expect(world.requests.slice(before)).toEqual([]);
  });

  it('an emergency stop', () => {
    const world = openWorld({ break_even_at_r: 0.1 });
    world.command({ type: 'emergency-stop' });
    world.quote('EURUSD', 1.1015).quote('EURUSD', 1.1015);
    expect(typesOf(world)).toEqual(['open', 'close']);
  });

  it('a quote that is old: no stop is moved by it', () => {
    const world = openWorld({ break_even_at_r: 0.1 });
    world.port.losesRequest = (request) => request.type === 'modify';
    world.quote('EURUSD', 1.1015);
    expect(typesOf(world)).toEqual(['open', 'modify']);
    // Nothing more is heard of the price, and the request proves to have been lost.
    world.port.losesRequest = () => false;
    for (let minute = 0; minute < 10; minute += 1) world.wait(MINUTE);
    expect(typesOf(world)).toEqual(['open', 'modify']);
    world.quote('EURUSD', 1.1015);
    expect(typesOf(world)).toEqual(['open', 'modify', 'modify']);
  });

  it('want of a link: nothing is asked for before the books were read', () => {
    const world = openWorld({ break_even_at_r: 0.1 });
    world.link(false).quote('EURUSD', 1.1015);
    expect(typesOf(world)).toEqual(['open']);
    world.link(true).quote('EURUSD', 1.1015);
    expect(typesOf(world)).toEqual(['open', 'modify']);
  });
});
