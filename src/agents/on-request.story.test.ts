import { describe, expect, it } from 'vitest';
import { expectAgreement } from './test/agreement.ts';
import { CABLE, LONG, runningWorld, say } from './test/world.ts';

const WAITING = { ...CABLE, kind: 'limit', price: 1.299, stopLoss: 1.297 } as const;

describe('flattening on request', () => {
  it('closes what is ours, opens nothing meanwhile, and leaves the agents as they are', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    say(world, WAITING);
    world.foreignOrder().quote('EURUSD', 1.1001);
    expect([world.books.positions.length, world.books.orders.length]).toEqual([2, 1]);
    expect(world.command({ type: 'flatten' })).toMatchObject({ ok: true });
    expect(world.state.flattening).toBe(true);
    say(world, WAITING);
    const said = world.of('signal').at(-1)?.verdict;
    expect(said).toMatchObject({ taken: false, detail: 'the account is being flattened' });
    world.quote('EURUSD', 1.1001);
    world.quote('EURUSD', 1.1001);
    expect(world.books.positions).toHaveLength(1); // another program's stays
    expect(world.books.orders).toEqual([]);
    expect(world.of('flatten').map(({ state }) => state)).toEqual(['begun', 'done']);
    expect(world.state.flattening).toBe(false);
    const agents = [...world.state.agents.values()].map(({ state }) => state);
    expect(agents).toEqual(['RUNNING', 'RUNNING']);
    expectAgreement(world);
  });

  it('goes on in the next life', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    world.command({ type: 'flatten' });
    world.live();
    expect(world.state.flattening).toBe(true);
    for (let at = 0; at < 40; at += 1) world.quote('EURUSD', 1.1001);
    expect(world.books.positions).toEqual([]);
    expect(world.of('flatten').map(({ state }) => state)).toEqual(['begun', 'done']);
    expectAgreement(world);
  });
});

describe('an authorised person', () => {
  it('arms a tripped breaker again, and only a tripped one', () => {
    const world = runningWorld();
    const rearm = { type: 'rearm-breaker' } as const;
    expect(world.command(rearm)).toMatchObject({ ok: false, reason: 'not-now' });
    say(world, LONG).quote('EURUSD', 1.1001);
    world.quote('EURUSD', 1.05).quote('EURUSD', 1.05);
    expect(world.state.breaker?.state).toBe('tripped');
    expect(world.command(rearm)).toEqual({
      ok: true,
      message: 'the circuit breaker is armed again; agents may trade',
    });
    expect(world.state.breaker?.state).toBe('armed');
    expectAgreement(world);
  });
});
