import { describe, expect, it } from 'vitest';
import type { BrokerRequest } from '../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Ticket } from '../execution/order.ts';
import { expectAgreement } from './test/agreement.ts';
import { LONG, runningWorld, say, type World } from './test/world.ts';

const OTHERS = 98;

function holding(): World {
  return say(runningWorld(), LONG).quote('EURUSD', 1.1001);
}

/** Somebody else moves the stop of the position. */
function moveStop(world: World, number: number, stopLoss: number): void {
  const magic = magicOf(OTHERS, number as OrderNumber);
  const position = '1' as Ticket;
  const takeProfit = 1.104;
  world.broker.submit({
    type: 'modify',
    number: number as OrderNumber,
    magic,
    position,
    stopLoss,
    takeProfit,
  });
}

describe('news that was overtaken', () => {
  it('does not bring an older stop back', () => {
    const world = holding();
    moveStop(world, 1_001, 1.0985);
    world.quote('EURUSD', 1.1002);
    const [first] = world.books.positions;
    world.wait(60_000);
    moveStop(world, 1_002, 1.099);
    world.wait(1_000);
    const stopOf = (): number | undefined =>
      world.state.positions.get('1' as Ticket)?.position.stopLoss;
    expect(stopOf()).toBe(1.099);
    if (!first) throw new Error('no position is open');
    const time = world.facts[0]?.time ?? world.time;
    world.loop.feed({
      type: 'broker',
      time: world.time,
      event: { type: 'position', time, position: first },
    });
    expect(stopOf()).toBe(1.099);
    expectAgreement(world);
  });

  it('does not bring an order back that waits no longer', () => {
    const world = say(runningWorld(), { ...LONG, kind: 'limit', price: 1.099, stopLoss: 1.097 });
    const [order] = world.state.pending.values();
    if (!order) throw new Error('no order waits');
    world.command({ type: 'emergency-stop' });
    expect(world.state.pending.size).toBe(0);
    const time = order.placedAt;
    world.loop.feed({
      type: 'broker',
      time: world.time,
      event: { type: 'pending', time, order, state: 'placed' },
    });
    expect(world.state.pending.size).toBe(0);
    expectAgreement(world);
  });
});

describe('an opening order that is late on its way', () => {
  it('keeps an emergency stop from being done, and is closed when it is filled', () => {
    const world = runningWorld();
    const late: BrokerRequest[] = [];
    world.port.losesRequest = (request) => {
      if (request.type !== 'open') return false;
      late.push(request);
      return true;
    };
    say(world, LONG);
    world.command({ type: 'emergency-stop' });
    world.wait(5_000);
    expect(world.state.emergency).toBe('begun');
    for (const request of late) world.broker.submit(request);
    world.quote('EURUSD', 1.1001).quote('EURUSD', 1.1001).wait(2_000);
    expect(world.of('deal').map(({ deal }) => deal.entry)).toEqual(['in', 'out']);
    expect(world.state.emergency).toBe('done');
    expectAgreement(world);
  });
});
