import { describe, expect, it } from 'vitest';
import type { SymbolName } from '../market/units.ts';
import { DayDigests } from './day-digests.ts';
import { nearMissOf } from './near-miss.ts';
import { SignalStories } from './signal-stories.ts';
import { BAR, LONG, runningWorld, say, SETTINGS, type World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;

function storiesOf(world: World, capacity = 100): SignalStories {
  const stories = new SignalStories(capacity);
  for (const fact of world.facts) stories.add(fact);
  return stories;
}

/** A winner: half a lot from 1.10008 to 1.10408, 100 at risk. */
function winner(): World {
  const world = say(runningWorld(), LONG);
  return world.quote('EURUSD', 1.1).quote('EURUSD', 1.10408);
}

/** A limit order that its strategy takes back while it waits. */
function takenBack(): World {
  const world = runningWorld();
  say(world, { ...LONG, kind: 'limit', price: 1.099, stopLoss: 1.097, takeProfit: 1.103 });
  world.quote('EURUSD', 1.1);
  world.script.withdrawn.set(
    'EURUSD',
    world.of('signal').map(({ signal }) => signal.id),
  );
  world.wait(BAR).close('EURUSD').quote('EURUSD', 1.1);
  return world;
}

describe('the story of a signal', () => {
  it('tells its order from intent to result', () => {
    const world = winner();
    const [story] = storiesOf(world).all();
    expect(story?.verdict).toMatchObject({ taken: true, number: 1, lots: 0.5, risk: 100 });
    const order = story?.order;
    expect(order?.states.map(({ state, retcode }) => [state, retcode])).toEqual([
      ['filled', 10009],
    ]);
    expect(order?.deals.map(({ entry, reason }) => [entry, reason])).toEqual([
      ['in', 'expert'],
      ['out', 'take-profit'],
    ]);
    expect(order?.result?.net).toBeCloseTo(200, 6);
    expect(order?.result?.r).toBeCloseTo(2, 8);
  });

  it('tells how a waiting order was taken back', () => {
    const order = storiesOf(takenBack()).all()[0]?.order;
    expect(order?.states.map(({ state }) => state)).toEqual(['working', 'cancelled']);
    expect(order?.requests.map(({ reduction }) => reduction.type)).toEqual(['cancel']);
    expect(order?.result).toBeUndefined();
  });

  it('tells a close that was asked for', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1);
    const [position] = world.state.positions.keys();
    if (position === undefined) throw new Error('nothing is open');
    world.command({ type: 'close-position', position });
    world.quote('EURUSD', 1.1);
    const order = storiesOf(world).all()[0]?.order;
    expect(order?.requests.map(({ number, reduction }) => [number, reduction.type])).toEqual([
      [2, 'close'],
    ]);
    expect(order?.requests[0]?.states.at(-1)).toMatchObject({ state: 'filled' });
    expect(order?.result?.net).toBeCloseTo(-4, 6); // the spread, on half a lot
  });

  it.for([
    ['a winner', winner],
    ['an order that was taken back', takenBack],
  ] as const)('goes on from plain data as if it had never stopped: %s', ([, live]) => {
    const world = live();
    for (let cut = 0; cut <= world.facts.length; cut += 1) {
      const first = new SignalStories(100);
      for (const fact of world.facts.slice(0, cut)) first.add(fact);
      const second = new SignalStories(100, structuredClone(first.all()));
      for (const fact of world.facts.slice(cut)) second.add(fact);
      expect(second.all()).toEqual(storiesOf(world).all());
    }
  });

  it('is kept of the newest, and of older ones while they are open', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1);
    for (let at = 0; at < 4; at += 1) say(world, { ...LONG, confidence: 0.5 });
    const kept = storiesOf(world, 3).all();
    expect(kept.map(({ verdict }) => verdict.taken)).toEqual([true, false, false]);
    world.quote('EURUSD', 1.10408);
    say(world, { ...LONG, confidence: 0.5 });
    expect(
      storiesOf(world, 3)
        .all()
        .every(({ verdict }) => !verdict.taken),
    ).toBe(true);
  });
});

describe('the digest of a day', () => {
  function digested(world: World): DayDigests {
    const digests = new DayDigests(SETTINGS);
    for (const fact of world.facts) digests.add(fact);
    return digests;
  }

  it('counts candidates by what refused them, nearest miss first', () => {
    const world = runningWorld();
    say(world, { ...LONG, confidence: 0.7 });
    say(world, { ...LONG, confidence: 0.8 });
    say(world, { ...LONG, confidence: 0.95, refusedBy: 'spread' });
    say(world, LONG);
    const digest = digested(world).of('2026-01-06');
    expect(digest.agents.map(({ symbol, state }) => [symbol, state])).toEqual([
      ['EURUSD', 'RUNNING'],
      ['GBPUSD', 'RUNNING'],
    ]);
    const [euro, cable] = digest.agents;
    expect(euro).toMatchObject({ candidates: 4, taken: 1 });
    expect(cable).toMatchObject({ candidates: 0, taken: 0, refused: [] });
    expect(
      euro?.refused.map(({ by, reason, count, nearest }) => [
        by,
        reason,
        count,
        nearest.confidence,
      ]),
    ).toEqual([
      ['gate', 'spread', 1, 0.95],
      ['confidence', 'below-threshold', 2, 0.8],
    ]);
    expect(euro?.refused[0]?.nearest.failedGates).toEqual(['spread']);
  });

  it('names the part that cost a candidate most', () => {
    const world = runningWorld();
    say(world, { ...LONG, confidence: 0.8 });
    const fact = world.facts.findLast(({ body }) => body.kind === 'signal');
    if (fact?.body.kind !== 'signal') throw new Error('no signal');
    const part = (name: string, weight: number, value: number) => ({
      part: name,
      weight,
      value,
      detail: '',
      evidence: [],
    });
    const score = [part('bias', 0.5, 0.9), part('zone', 0.5, 0.7)];
    const digests = new DayDigests(SETTINGS);
    digests.add({ ...fact, body: { ...fact.body, signal: { ...fact.body.signal, score } } });
    digests.add({ ...fact, body: { kind: 'agent-created', symbol: EURUSD } });
    const { weakest } = digests.of('2026-01-06').agents[0]?.refused[0]?.nearest ?? {};
    expect(weakest).toMatchObject({ part: 'zone', weight: 0.5, value: 0.7 });
    expect(weakest?.confidenceWithIt).toBeCloseTo(0.95, 9);
    const gate = { gate: 'bias', passed: false, detail: 'down' };
    const both = { ...fact.body.signal, score, gates: [gate] };
    const refused = { taken: false, by: 'gate', reason: 'bias', detail: 'down' } as const;
    expect(nearMissOf(both, refused, 0.85)).toMatchObject({ belowThreshold: true, weakest });
    expect(nearMissOf(both, refused, 0.75)).toMatchObject({ belowThreshold: false });
    expect(nearMissOf(both, refused, 0.75).weakest).toBeUndefined();
  });

  it('begins its days where the circuit breaker does', () => {
    // 2026-01-06 22:00 UTC is midnight of eet-us.
    const digests = new DayDigests({ ...SETTINGS, serverClock: 'eet-us' });
    const midnight = Date.UTC(2026, 0, 6, 22) as never;
    expect(digests.dayAt((midnight - 1) as never)).toBe('2026-01-06');
    expect(digests.dayAt(midnight)).toBe('2026-01-07');
  });

  it('keeps forty days, and goes on from plain data', () => {
    const world = runningWorld();
    say(world, { ...LONG, confidence: 0.7 });
    const fact = world.facts.findLast(({ body }) => body.kind === 'signal');
    if (fact?.body.kind !== 'signal') throw new Error('no signal');
    const digests = digested(world);
    for (let day = 1; day <= 45; day += 1) {
      const time = (fact.body.signal.time + day * 288 * BAR) as never;
      digests.add({ ...fact, body: { ...fact.body, signal: { ...fact.body.signal, time } } });
    }
    expect(digests.days).toHaveLength(40);
    expect(digests.days[0]).toBe('2026-01-12');
    const again = new DayDigests(SETTINGS, structuredClone(digests.state));
    expect(again.of('2026-01-12')).toEqual(digests.of('2026-01-12'));
  });
});
