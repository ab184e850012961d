import { describe, expect, it } from 'vitest';
import type { BrokerEvent, BrokerRequest } from '../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Ticket } from '../execution/order.ts';
import type { Lots, Money, UtcMs } from '../market/units.ts';
import { expectAgreement, folded } from './test/agreement.ts';
import { LONG, runningWorld, say, type World } from './test/world.ts';
import { TradeLedger, type Trade } from './trade-ledger.ts';

/** Half a lot of EURUSD, bought at 1.10018 and seen. */
function holding(): World {
  return say(runningWorld(), LONG).quote('EURUSD', 1.1001);
}

/** A price that the broker sees and we do not. */
function unseen(world: World, bid: number): void {
  world.time = (world.time + 1000) as UtcMs;
  const quote = { symbol: 'EURUSD' as never, time: world.time, bid, ask: bid + 0.00008 };
  world.broker.onQuote(quote);
}

/** A close by another hand, with a magic that is not ours. */
function closeElsewhere(world: World, position: Ticket, lots: number, number: number): void {
  const magic = magicOf(99, number as OrderNumber);
  const request = { type: 'close', number, magic, position, lots: lots as Lots };
  world.broker.submit(request as BrokerRequest);
}

function trades(world: World): Trade[] {
  const found: Trade[] = [];
  const ledger = new TradeLedger((trade) => found.push(trade));
  for (const fact of world.facts) ledger.add(fact);
  return found;
}

describe('what happens at the broker while we are away', () => {
  it('is a stop that was hit: its deal is recorded, the trade is closed, the difference named', () => {
    const world = holding();
    unseen(world, 1.09808);
    const before = world.facts.length;
    world.live();
    expect(world.of('reconciled').at(-1)?.differences).toEqual([
      'position 1 was closed while we were away',
    ]);
    // 210 points against half a lot: 105 lost.
    const [deal] = world.bodies(before).flatMap((body) => (body.kind === 'deal' ? [body] : []));
    expect(deal).toMatchObject({ remaining: 0, balance: 9_895, deal: { reason: 'stop-loss' } });
    expect(trades(world)).toMatchObject([
      { position: '1', lots: 0.5, net: -105, risk: 100, r: -1.05, exit: 'stop-loss' },
    ]);
    expectAgreement(world);
  });

  it('is a position opened and closed by an order that nobody saw answered', () => {
    const world = say(runningWorld(), LONG);
    unseen(world, 1.1001);
    unseen(world, 1.10408);
    world.live();
    expect(world.state.orders.get(1 as OrderNumber)).toMatchObject({ state: 'filled' });
    expect(trades(world)).toMatchObject([{ lots: 0.5, net: 195, risk: 100, exit: 'take-profit' }]);
    expectAgreement(world);
  });

  it('is a close in parts: one trade with the mean price, whatever is left each time', () => {
    const world = holding();
    closeElsewhere(world, '1' as Ticket, 0.2, 1);
    unseen(world, 1.1011);
    closeElsewhere(world, '1' as Ticket, 0.1, 2);
    unseen(world, 1.1021);
    const before = world.facts.length;
    world.live();
    const remaining = (): number[] =>
      world.bodies(before).flatMap((body) => (body.kind === 'deal' ? [body.remaining] : []));
    expect(remaining()).toEqual([0.3, 0.2]);
    expect(world.state.positions.get('1' as Ticket)?.position.lots).toBe(0.2);
    expect(trades(world)).toEqual([]);
    expectAgreement(world);

    closeElsewhere(world, '1' as Ticket, 0.1, 3);
    unseen(world, 1.1001);
    closeElsewhere(world, '1' as Ticket, 0.1, 4);
    unseen(world, 1.1001);
    world.live();
    expect(remaining()).toEqual([0.3, 0.2, 0.1, 0]);
    const [trade, ...more] = trades(world);
    expect(more).toEqual([]);
    // 0.2 at 1.1011, 0.1 at 1.1021, 0.2 at 1.1001: +18.40, +19.20, -1.60
    expect(trade).toMatchObject({ lots: 0.5, net: 36, gross: 36, exit: 'expert' });
    expect(trade?.closePrice).toBeCloseTo(1.1009, 10);
  });

  it('moves the base in the very fact that tells of the money: no crash can come between', () => {
    const world = runningWorld();
    world.broker.pay(-1_000 as Money);
    for (let times = 0; times < 30; times += 1) world.quote('EURUSD', 1.1);
    const at = world.facts.findIndex(
      ({ body }) => body.kind === 'reconciled' && body.account.balance === 9_000,
    );
    expect(at).toBeGreaterThan(0);
    // The disk has nothing after that fact.
    const { state } = world.live(world.facts.slice(0, at + 1), { link: false });
    expect(state.balance).toBe(9_000);
    expect(state.breaker).toMatchObject({ baseline: 9_000, limit: 8_820, state: 'armed' });
  });

  it('is money paid in or out, which moves the day’s base and is neither won nor lost', () => {
    const world = holding();
    unseen(world, 1.09808);
    expect(world.broker.account().balance).toBe(9_895);
    const paid = { balance: 8_895 as Money, equity: 8_895 as Money };
    world.port.rearrange = (events) =>
      events.map((event): BrokerEvent => {
        if (event.type !== 'books') return event;
        return { ...event, account: { ...event.account, ...paid } };
      });
    world.live();
    // A deal may be missing in books that were just asked for: it takes two that say the same.
    expect(world.state.breaker).toMatchObject({ baseline: 10_000 });
    world.wait(10_000);
    // Base 10,000 - 1,000 paid out; 2 % of it may be lost, of which 105 are.
    expect(world.state.breaker).toMatchObject({ baseline: 9_000, limit: 8_820, state: 'armed' });
    expect(folded(world.facts)).toEqual(world.state);
  });

  it('is the next order number, used by a life that this journal does not know', () => {
    const world = holding();
    world.live([]);
    expect(world.state.nextNumber).toBe(2);
    world.create('EURUSD').close('EURUSD');
    world.quote('EURUSD', 1.10408);
    say(world, LONG).quote('EURUSD', 1.1001);
    expect(world.requests.map(({ number }) => number)).toEqual([1, 2]);
    expectAgreement(world);
  });
});

describe('a position of someone else', () => {
  it('is adopted: counted in equity and risk, never by magic taken for ours', () => {
    const world = runningWorld();
    world.foreignOrder({ stopLoss: 1.098 }).quote('EURUSD', 1.1);
    world.link(false).link(true);
    const [record] = world.state.positions.values();
    expect(record).toMatchObject({ risk: 0, position: { comment: 'by hand', lots: 0.1 } });
    expect(record?.signalId).toBeUndefined();
    // 10 points against a tenth of a lot, after the spread: equity 9,998.2.
    world.quote('EURUSD', 1.0999);
    const verdict = (): unknown => world.of('signal').at(-1)?.verdict;
    say(world, LONG);
    expect(verdict()).toMatchObject({ by: 'risk', reason: 'position-limit' });
    say(world, { symbol: 'GBPUSD', price: 1.30012, stopLoss: 1.29812, takeProfit: 1.304 });
    // Equity 9,999.2 at 1.1: 1 % is 99.99, over 200 a lot.
    expect(verdict()).toMatchObject({ taken: true, lots: 0.49, risk: 98 });
  });

  it('trips the breaker by its loss, and is not closed by it', () => {
    const world = holding();
    world.foreignOrder({ lots: 1 as Lots }).quote('EURUSD', 1.1001);
    world.quote('EURUSD', 1.0987); // 148 points on 1.5 lots: 222
    expect(world.of('breaker').map(({ state }) => state)).toEqual(['tripped']);
    world.quote('EURUSD', 1.0987);
    expect(world.books.positions).toMatchObject([{ comment: 'by hand', lots: 1 }]);
    expect(world.requests.map(({ type }) => type)).toEqual(['open', 'close']);
  });

  it('is closed by the emergency stop', () => {
    const world = holding();
    world.foreignOrder().quote('EURUSD', 1.1001);
    world.command({ type: 'emergency-stop' });
    world.quote('EURUSD', 1.1001);
    expect(world.books.positions).toEqual([]);
    expect(world.state.emergency).toBe('done');
  });

  it('is a trade of its own in the ledger, with no risk to measure it by', () => {
    const world = runningWorld();
    world.foreignOrder().quote('EURUSD', 1.1);
    closeElsewhere(world, '1' as Ticket, 0.1, 2);
    world.quote('EURUSD', 1.1008);
    expect(trades(world)).toMatchObject([{ side: 'buy', lots: 0.1, net: 7.2, risk: 0, r: 0 }]);
  });
});
