import { describe, expect, test } from 'vitest';
import { BAR, runningWorld, say, type World } from './test/world.ts';

const LIMIT = { kind: 'limit', price: 1.0995, stopLoss: 1.0975, takeProfit: 1.1035 } as const;

/** A world in which a limit order of EURUSD waits at the broker, and the id of its signal. */
function waitingWorld(): { readonly world: World; readonly id: string } {
  const world = say(runningWorld(), LIMIT);
  world.quote('EURUSD', 1.1);
  expect(world.books.orders).toHaveLength(1);
  const id = world.of('signal').at(-1)?.signal.id ?? '';
  return { world, id };
}

function nextBar(world: World): World {
  world.quote('GBPUSD', 1.3, undefined, BAR - 2000).quote('EURUSD', 1.1, undefined, 1000);
  return world.close('EURUSD').quote('EURUSD', 1.1);
}

describe('a signal that its strategy takes back', () => {
  test('has its waiting order cancelled, once', () => {
    const { world, id } = waitingWorld();
    world.script.withdrawn.set('EURUSD', [id]);
    nextBar(world);
    expect(world.requests.at(-1)).toMatchObject({ type: 'cancel' });
    expect(world.books.orders).toEqual([]);
    expect([...world.state.pending.values()]).toEqual([]);
    const sent = world.requests.length;
    nextBar(world);
    expect(world.requests).toHaveLength(sent);
  });

  test('keeps its position when the order was filled before', () => {
    const { world, id } = waitingWorld();
    world.quote('EURUSD', 1.0993);
    expect(world.books.positions).toHaveLength(1);
    world.script.withdrawn.set('EURUSD', [id]);
    const sent = world.requests.length;
    nextBar(world);
    expect(world.requests).toHaveLength(sent);
    expect(world.books.positions).toHaveLength(1);
  });

  test('of another name, or never sent, changes nothing', () => {
    const { world } = waitingWorld();
    world.script.withdrawn.set('EURUSD', ['main:EURUSD:M5:1:buy']);
    const sent = world.requests.length;
    nextBar(world);
    expect(world.requests).toHaveLength(sent);
    expect(world.books.orders).toHaveLength(1);
  });

  test('has its order cancelled also after a restart', () => {
    const { world, id } = waitingWorld();
    world.live();
    world.script.withdrawn.set('EURUSD', [id]);
    nextBar(world);
    expect(world.books.orders).toEqual([]);
  });
});
