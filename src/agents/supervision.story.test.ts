import { describe, expect, it } from 'vitest';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { CABLE, LONG, runningWorld, say, type World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;

const supervised = (): World => runningWorld({ supervised: true });

/** States of an agent with their reasons, since a fact. */
function statesOf(world: World, symbol: string, since = 0): string[] {
  return world
    .bodies(since)
    .flatMap((body) =>
      body.kind === 'agent-state' && body.symbol === symbol ? [`${body.state}: ${body.why}`] : [],
    );
}

/** Seconds with quotes and nothing else. */
function pass(world: World, seconds: number): World {
  for (let at = 0; at < seconds; at += 1) {
    world.quote('EURUSD', 1.1, undefined, 500).quote('GBPUSD', 1.3, undefined, 500);
  }
  return world;
}

const isNews = (line: string): boolean => !/stale quotes|what it missed/.test(line);

describe('an agent whose strategy throws', () => {
  it('is restarted after a wait and trades again; the other one never stopped', () => {
    const world = supervised();
    world.script.faults.add('EURUSD');
    const before = world.facts.length;
    say(world, LONG, CABLE);
    world.script.faults.clear();
    expect(world.of('order-intended').map(({ order }) => order.symbol)).toContain('GBPUSD');
    expect(world.state.agents.get(EURUSD)?.state).toBe('DEGRADED');
    pass(world, 4);
    expect(world.state.agents.get(EURUSD)?.state).toBe('DEGRADED');
    pass(world, 2);
    world.close('EURUSD', 'GBPUSD');
    expect(statesOf(world, 'EURUSD', before).filter(isNews)).toEqual([
      'DEGRADED: restarts in 5 s (1 of 3) after a fault: the strategy divided by nothing',
      'READY: restarted, reading history',
      'RUNNING: watching closed bars',
    ]);
    // Five minutes without a quote lie in between, which is another story.
    expect(statesOf(world, 'GBPUSD', before).filter(isNews)).toEqual([]);
    say(world, LONG);
    expect(world.of('order-intended').map(({ order }) => order.symbol)).toContain('EURUSD');
  });

  it('is quarantined by the fourth fault within a day, and waits longer before each restart', () => {
    const world = supervised();
    world.script.faults.add('EURUSD');
    const before = world.facts.length;
    say(world, LONG);
    for (const wait of [6, 31, 121]) {
      pass(world, wait);
      world.close('EURUSD');
    }
    expect(
      statesOf(world, 'EURUSD', before)
        .filter(isNews)
        .map((line) => line.slice(0, 40)),
    ).toEqual([
      'DEGRADED: restarts in 5 s (1 of 3) after',
      'READY: restarted, reading history',
      'DEGRADED: restarts in 30 s (2 of 3) afte',
      'READY: restarted, reading history',
      'DEGRADED: restarts in 120 s (3 of 3) aft',
      'READY: restarted, reading history',
      'QUARANTINED: the strategy divided by not',
    ]);
    pass(world, 600).close('EURUSD');
    expect(world.state.agents.get(EURUSD)?.state).toBe('QUARANTINED');
    world.script.faults.clear();
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({ ok: true });
    world.close('EURUSD');
    expect(world.state.agents.get(EURUSD)?.state).toBe('RUNNING');
  });

  it('waits as long, and is counted as often, over a restart of the program', () => {
    const world = supervised();
    world.script.faults.add('EURUSD');
    say(world, LONG);
    for (const wait of [6, 31]) pass(world, wait).close('EURUSD');
    const before = world.facts.length;
    world.live();
    expect(world.state.agents.get(EURUSD)?.state).toBe('DEGRADED'); // 120 s are to be waited
    pass(world, 110).close('EURUSD');
    expect(statesOf(world, 'EURUSD', before)).toEqual([]);
    pass(world, 11).close('EURUSD');
    expect(statesOf(world, 'EURUSD', before)).toEqual([
      'READY: restarted, reading history',
      'QUARANTINED: the strategy divided by nothing',
    ]);
    expect(world.live().state.agents.get(EURUSD)?.state).toBe('QUARANTINED');
  });

  it('that was stopped meanwhile stays stopped', () => {
    const world = supervised();
    world.script.faults.add('EURUSD');
    say(world, LONG);
    world.command({ type: 'stop-agent', symbol: EURUSD });
    pass(world, 10).close('EURUSD');
    expect(world.state.agents.get(EURUSD)?.state).toBe('STOPPED');
  });
});

describe('an agent that lacks something', () => {
  const FRESH = 'RUNNING: what it missed is back';

  it('is DEGRADED without quotes of an open market, opens nothing, and is back with them', () => {
    const world = supervised();
    const before = world.facts.length;
    for (let at = 0; at < 125; at += 1) world.quote('GBPUSD', 1.3);
    const stale = 'DEGRADED: stale quotes: none for more than 120 s while its market is open';
    expect(statesOf(world, 'EURUSD', before)).toEqual([stale]);
    expect(statesOf(world, 'GBPUSD', before)).toEqual([]);
    world.quote('EURUSD', 1.1);
    expect(statesOf(world, 'EURUSD', before)).toEqual([stale, FRESH]);
  });

  it('is not for a market that is closed', () => {
    const world = supervised();
    const saturday = Date.UTC(2026, 0, 10, 12) as UtcMs;
    world.time = Date.UTC(2026, 0, 9, 21, 59) as UtcMs;
    world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3);
    const before = world.facts.length;
    world.time = saturday;
    for (let at = 0; at < 5; at += 1) {
      world.time = (world.time + 1_000) as UtcMs;
      world.loop.feed({ type: 'clock', time: world.time });
    }
    expect(statesOf(world, 'EURUSD', before)).toEqual([]);
  });

  it('is DEGRADED without a link, and an idea of that time is not traded', () => {
    const world = supervised();
    const before = world.facts.length;
    world.link(false);
    pass(world, 2);
    expect(statesOf(world, 'EURUSD', before)).toEqual([
      'DEGRADED: no link to the broker: cable cut',
    ]);
    say(world, LONG);
    expect(world.of('order-intended')).toEqual([]);
    world.link(true).quote('EURUSD', 1.1).quote('GBPUSD', 1.3).quote('EURUSD', 1.1);
    expect(world.state.agents.get(EURUSD)?.state).toBe('RUNNING');
    say(world, LONG);
    expect(world.of('order-intended')).toHaveLength(1);
  });

  it.for([
    ['ahead of', 11_000],
    ['behind', -11_000],
  ] as const)('is DEGRADED while quotes are %s our clock', ([where, shiftMs]) => {
    const world = supervised();
    const before = world.facts.length;
    const quoteAt = (shift: number): void => {
      world.time = (world.time + 1_000) as UtcMs;
      for (const [symbol, bid] of [
        ['EURUSD', 1.1],
        ['GBPUSD', 1.3],
      ] as const) {
        const time = (world.time + shift) as UtcMs;
        const quote = { symbol: symbol as SymbolName, time, bid, ask: bid + 0.0001 };
        world.loop.feed({ type: 'quote', time: world.time, quote });
      }
    };
    for (let at = 0; at < 65; at += 1) quoteAt(shiftMs);
    expect(statesOf(world, 'EURUSD', before)).toEqual([
      `DEGRADED: clock skew: the times of quotes are more than 10 s ${where} our clock`,
    ]);
    for (let at = 0; at < 65; at += 1) quoteAt(0);
    expect(statesOf(world, 'EURUSD', before).at(-1)).toBe(FRESH);
  });
});
