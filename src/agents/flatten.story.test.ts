import { describe, expect, it } from 'vitest';
import { magicOf, type OrderNumber, type Ticket } from '../execution/order.ts';
import type { Lots, Money, SymbolName, UtcMs } from '../market/units.ts';
import { expectAgreement, folded } from './test/agreement.ts';
import { BAR, CABLE, LONG, runningWorld, say, SETTINGS, type World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;

/** One position of ours, one of someone else, and a limit order of ours that waits. */
function loaded(): World {
  const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
  say(world, { ...CABLE, kind: 'limit', price: 1.299, stopLoss: 1.297 });
  world.foreignOrder().quote('EURUSD', 1.1001);
  expect(world.books.positions).toHaveLength(2);
  expect(world.books.orders).toHaveLength(1);
  return world;
}

function emergencies(world: World): string[] {
  return world.of('emergency-stop').map(({ state }) => state);
}

/** Times of the closes sent, in seconds after the first. */
function closeTimes(world: World): number[] {
  const times = world.facts.flatMap(({ time, body }) =>
    body.kind === 'reduction-intended' && body.reduction.type === 'close' ? [time] : [],
  );
  return times.map((time) => (time - (times[0] ?? 0)) / 1000);
}

describe('an emergency stop', () => {
  it('stops the agents, cancels what waits, closes everything, and is done when the books say so', () => {
    const world = loaded();
    const before = world.facts.length;
    const answer = world.command({ type: 'emergency-stop' });
    expect(answer).toEqual({
      ok: true,
      message: 'emergency stop: all agents stopped, 2 open positions being closed',
    });
    expect([...world.state.agents.values()].map(({ state }) => state)).toEqual([
      'STOPPED',
      'STOPPED',
    ]);
    expect(world.books.orders).toEqual([]);
    expect(emergencies(world)).toEqual(['begun']);
    world.quote('EURUSD', 1.1001);
    expect(world.books.positions).toEqual([]);
    const kinds = world.bodies(before).map(({ kind }) => kind);
    expect(kinds.slice(-2)).toEqual(['reconciled', 'emergency-stop']);
    expect(emergencies(world)).toEqual(['begun', 'done']);
    expect(world.requests.slice(2).map(({ type }) => type)).toEqual(['cancel', 'close', 'close']);
    expectAgreement(world);
    expect(world.command({ type: 'create-agent', symbol: EURUSD })).toMatchObject({ ok: true });
  });

  it('with nothing open is done at once, by the books all the same', () => {
    const world = runningWorld();
    const before = world.facts.length;
    world.command({ type: 'emergency-stop' });
    expect(world.bodies(before).map(({ kind }) => kind)).toEqual([
      'emergency-stop',
      'agent-state',
      'agent-state',
      'command',
      'reconciled',
      'emergency-stop',
    ]);
  });

  it('is over when somebody starts an agent again, and not before it is done', () => {
    const world = loaded();
    world.command({ type: 'emergency-stop' });
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({ ok: false });
    world.quote('EURUSD', 1.1001);
    expect(world.core.desk.state.emergency).toBe('done');
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({ ok: true });
    expect(world.core.desk.state.emergency).toBe('none');
    expectAgreement(world);
  });

  it('waits for an order that is on its way, and closes what it becomes', () => {
    const world = say(runningWorld(), LONG);
    world.command({ type: 'emergency-stop' });
    expect(emergencies(world)).toEqual(['begun']);
    world.quote('EURUSD', 1.1001); // the order is filled here
    expect(emergencies(world)).toEqual(['begun']);
    world.quote('EURUSD', 1.1001);
    expect(world.books.positions).toEqual([]);
    expect(emergencies(world)).toEqual(['begun', 'done']);
  });

  it('is not done while the books still show what we do not know of', () => {
    const world = runningWorld();
    world.port.losesEvent = ({ type }) => type === 'deal';
    world.foreignOrder().quote('EURUSD', 1.1);
    expect(world.state.positions.size).toBe(0);
    world.command({ type: 'emergency-stop' });
    expect(emergencies(world)).toEqual(['begun']);
    expect(world.requests.map(({ type }) => type)).toEqual(['close']);
    for (let second = 0; second < 60; second += 1) world.quote('EURUSD', 1.1);
    expect(world.books.positions).toEqual([]);
    expect(emergencies(world)).toEqual(['begun', 'done']);
  });

  it('tries refused closes again with growing waits, without end', () => {
    const world = runningWorld();
    world.foreignOrder().quote('EURUSD', 1.1);
    world.broker.setExpertsAllowed(false);
    world.command({ type: 'emergency-stop' });
    for (let second = 0; second < 250; second += 1) world.quote('EURUSD', 1.1);
    expect(closeTimes(world)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
    world.broker.setExpertsAllowed(true);
    for (let second = 0; second < 60; second += 1) world.quote('EURUSD', 1.1);
    expect(world.books.positions).toEqual([]);
    expect(emergencies(world)).toEqual(['begun', 'done']);
  });

  it('goes on after a restart in the middle, and starts no agent', () => {
    const world = loaded();
    world.broker.setExpertsAllowed(false);
    world.command({ type: 'emergency-stop' });
    world.broker.setExpertsAllowed(true);
    world.live();
    expect(world.core.agents.size).toBe(0);
    for (let second = 0; second < 5; second += 1) world.quote('EURUSD', 1.1);
    expect(world.books).toEqual({ positions: [], orders: [] });
    expect(emergencies(world)).toEqual(['begun', 'done']);
    expect(folded(world.facts)).toEqual(world.state);
  });

  it('given without a link closes as soon as there is one', () => {
    const world = loaded().link(false);
    world.command({ type: 'emergency-stop' });
    const sent = world.requests.length;
    world.wait(60_000);
    expect(world.requests).toHaveLength(sent);
    world.link(true).quote('EURUSD', 1.1).wait(1000);
    expect(world.books).toEqual({ positions: [], orders: [] });
    expect(emergencies(world)).toEqual(['begun', 'done']);
  });

  it('given twice is one stop', () => {
    const world = loaded();
    world.command({ type: 'emergency-stop' });
    expect(world.command({ type: 'emergency-stop' })).toMatchObject({ ok: true });
    world.quote('EURUSD', 1.1).quote('EURUSD', 1.1);
    expect(emergencies(world)).toEqual(['begun', 'done']);
    expect(world.requests.filter(({ type }) => type === 'close')).toHaveLength(2);
  });
});

describe('a position closed by command', () => {
  const close = (world: World) =>
    world.command({ type: 'close-position', position: '1' as Ticket });

  it('is closed once, however often it is asked, and its agent goes on', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    expect(close(world)).toEqual({
      ok: true,
      message: 'close of 0.5 lots EURUSD sent as request 2',
    });
    expect(close(world)).toEqual({
      ok: false,
      reason: 'not-now',
      message: 'position 1 is being closed already, by request 2',
    });
    world.quote('EURUSD', 1.1001);
    expect(world.books.positions).toEqual([]);
    expect(world.state.orders.get(2 as OrderNumber)?.state).toBe('filled');
    expect(close(world)).toMatchObject({ ok: false, reason: 'no-such-position' });
    expect(world.state.agents.get(EURUSD)?.state).toBe('RUNNING');
  });

  it('is not closed again between the answer and the deal', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    close(world);
    world.port.losesEvent = ({ type }) => type !== 'order-result';
    world.quote('EURUSD', 1.1001);
    expect(world.state.orders.get(2 as OrderNumber)?.state).toBe('filled');
    expect(close(world)).toMatchObject({ ok: false, reason: 'not-now' });
    expect(world.requests).toHaveLength(2);
  });

  it('is asked for again once the first request was refused', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    world.broker.setExpertsAllowed(false);
    close(world);
    world.broker.setExpertsAllowed(true);
    expect(close(world)).toMatchObject({ ok: true });
  });
});

describe('the breaker', () => {
  /** Two positions of ours and one of another program, at a loss beyond the day's limit. */
  function tripped(settings: Partial<typeof SETTINGS> = {}): World {
    const world = say(runningWorld({ settings }), LONG).quote('EURUSD', 1.1001);
    say(world, { ...CABLE, kind: 'limit', price: 1.299, stopLoss: 1.297 });
    world.foreignOrder({ lots: 1 as Lots }).quote('EURUSD', 1.1001);
    world.broker.submit({
      type: 'open',
      number: 50 as OrderNumber,
      magic: magicOf(98, 50 as OrderNumber),
      symbol: EURUSD,
      side: 'buy',
      kind: 'limit',
      lots: 0.1 as Lots,
      price: 1.05,
      stopLoss: 1.04,
      takeProfit: 0,
      deviation: 0 as never,
      comment: 'another program',
    });
    return world.quote('EURUSD', 1.0987);
  }

  it('closes and cancels what is ours alone, and lets nothing be opened', () => {
    const world = tripped().quote('EURUSD', 1.0987);
    expect(world.state.breaker?.state).toBe('tripped');
    expect(world.books.positions).toMatchObject([{ comment: 'by hand' }]);
    expect(world.books.orders).toMatchObject([{ comment: 'another program' }]);
    expect(world.requests.slice(2).map(({ type }) => type)).toEqual(['cancel', 'close']);
    say(world, CABLE);
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'breaker-tripped' });
  });

  it('writes its trip down before anything is sent for it', () => {
    const kinds = tripped()
      .facts.slice(-4)
      .map(({ body }) => body.kind);
    expect(kinds.indexOf('breaker')).toBeLessThan(kinds.indexOf('reduction-intended'));
  });

  it('by option only blocks', () => {
    const breaker = { ...SETTINGS.breaker, on_trip: 'block' } as const;
    const world = tripped({ breaker }).quote('EURUSD', 1.0987);
    expect(world.state.breaker?.state).toBe('tripped');
    expect(world.books.positions).toHaveLength(2);
  });

  it('stays tripped over a restart, and over prices that come back', () => {
    const world = tripped().quote('EURUSD', 1.0987);
    world.live().quote('EURUSD', 1.12);
    expect(world.state.breaker?.state).toBe('tripped');
    say(world.close('EURUSD', 'GBPUSD'), CABLE);
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'breaker-tripped' });
  });

  it('stays tripped when money is paid in, and counts from the higher base', () => {
    const world = tripped().quote('EURUSD', 1.0987);
    const account = world.broker.account();
    const paidIn = { ...account, balance: (account.balance + 5_000) as Money };
    world.port.rearrange = (events) =>
      events.map((event) => (event.type === 'books' ? { ...event, account: paidIn } : event));
    world.loop.feed({
      type: 'broker',
      time: world.time,
      event: { type: 'account', time: world.time, account: paidIn },
    });
    // Another balance may be a deal that was not told yet: it takes the books to tell.
    expect(world.state.breaker).toMatchObject({ baseline: 10_000, limit: 9_800 });
    world.loop.takeBrokerEvents();
    world.wait(10_000);
    expect(world.state.breaker).toMatchObject({
      baseline: 15_000,
      limit: 14_700,
      state: 'tripped',
    });
  });

  it('is armed again by the next day alone', () => {
    const world = tripped().quote('EURUSD', 1.0987);
    const midnight = Date.UTC(2026, 0, 6, 22);
    world.time = (midnight - 2000) as UtcMs;
    world.quote('EURUSD', 1.0987);
    expect(world.state.breaker?.state).toBe('tripped');
    world.quote('EURUSD', 1.0987);
    expect(world.state.breaker).toMatchObject({ day: '2026-01-07', state: 'armed' });
  });

  it('closes an order that is filled after its trip', () => {
    const world = runningWorld();
    world.time = (world.time + BAR) as UtcMs;
    world.quote('EURUSD', 1.1, undefined, 0).quote('GBPUSD', 1.3, undefined, 0);
    world.script.at(world.time, CABLE);
    world.close('GBPUSD');
    expect(world.requests).toHaveLength(1);
    // 250 lost by another while the order waits for its quote.
    world
      .foreignOrder({ lots: 1 as Lots })
      .quote('EURUSD', 1.1)
      .quote('EURUSD', 1.09758);
    expect(world.state.breaker?.state).toBe('tripped');
    world.quote('GBPUSD', 1.3).quote('GBPUSD', 1.3).wait(1000);
    expect(world.state.orders.get(1 as OrderNumber)?.state).toBe('filled');
    expect(world.books.positions).toMatchObject([{ comment: 'by hand' }]);
  });
});
