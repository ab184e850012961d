import { describe, expect, it } from 'vitest';
import type { BooksRead, BrokerEvent } from '../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Ticket } from '../execution/order.ts';
import type { Lots, UtcMs } from '../market/units.ts';
import { expectAgreement, folded } from './test/agreement.ts';
import { BAR, CABLE, LONG, runningWorld, say, type World } from './test/world.ts';

const FIRST = '1' as Ticket;

/** Half a lot of EURUSD from 1.10008, its stop at 1.09808. */
function holding(): World {
  return say(runningWorld(), LONG).quote('EURUSD', 1.1001);
}

function alterBooks(world: World, change: (books: BooksRead) => BooksRead): void {
  world.port.rearrange = (events) =>
    events.map((event) => (event.type === 'books' ? change(event) : event));
}

const emptied = (books: BooksRead): BooksRead => ({ ...books, positions: [], deals: [] });

function whole(world: World): void {
  world.port.rearrange = (events) => events;
}

describe('a link that comes back with an empty book at first', () => {
  it('makes nothing vanish, and nothing is opened until the books are whole', () => {
    const world = holding();
    alterBooks(world, emptied);
    world.link(false).link(true);
    expect(world.state.positions.size).toBe(1);
    world.script.at((world.time + 1_000) as UtcMs, CABLE);
    world.quote('GBPUSD', 1.3).close('GBPUSD');
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({
      reason: 'not-trading',
      detail: "the broker's books have not been read yet",
    });
    whole(world);
    world.wait(10_000);
    expectAgreement(world);
    expect(world.of('deal')).toHaveLength(1);
  });

  it('makes no order absent', () => {
    const world = runningWorld();
    world.port.losesEvent = ({ type }) => type !== 'link';
    say(world, LONG).quote('EURUSD', 1.1001, undefined, 70_000);
    world.port.losesEvent = () => false;
    alterBooks(world, emptied);
    world.link(false).link(true);
    expect(world.state.orders.get(1 as OrderNumber)?.state).toBe('unknown');
    whole(world);
    world.wait(20_000);
    expect(world.state.orders.get(1 as OrderNumber)?.state).toBe('filled');
    expect(world.state.positions.size).toBe(1);
  });

  it('is believed when it says the same twice, ten seconds apart, of what no deal explains', () => {
    const world = holding();
    alterBooks(world, (books) => ({ ...books, positions: [] }));
    world.link(false).link(true);
    world.wait(9_000);
    expect(world.state.positions.size).toBe(1);
    world.wait(1_000).wait(10_000);
    expect(world.state.positions.size).toBe(0);
    expect(world.of('reconciled').at(-1)?.differences).toEqual([
      'position 1 was closed while we were away',
    ]);
  });
});

describe('what was told out of its order', () => {
  it('is a stop-loss that was never told: the books are read every few minutes', () => {
    const world = holding().quote('EURUSD', 1.1001);
    world.port.losesEvent = ({ type }) => type === 'deal' || type === 'account';
    world.quote('EURUSD', 1.098);
    world.port.losesEvent = () => false;
    expect(world.books.positions).toEqual([]);
    expect(world.state.positions.size).toBe(1);
    for (let minute = 0; minute < 5; minute += 1) world.quote('EURUSD', 1.098, undefined, 60_000);
    expect(world.state.positions.size).toBe(0);
    expect(world.of('deal').at(-1)?.deal.reason).toBe('stop-loss');
    expectAgreement(world);
  });

  it('is a close before the opening it closes: both are written down in their order', () => {
    const world = runningWorld();
    const held: BrokerEvent[] = [];
    world.port.rearrange = (events) =>
      events.filter((event) => {
        if (event.type !== 'deal' || event.deal.entry !== 'in') return true;
        held.push(event);
        return false;
      });
    say(world, LONG).quote('EURUSD', 1.1001).quote('EURUSD', 1.10408);
    for (const event of held) world.loop.feed({ type: 'broker', time: event.time, event });
    world.wait(2_000).wait(2_000);
    expect(world.of('deal').map(({ deal, remaining }) => [deal.entry, remaining])).toEqual([
      ['in', 0.5],
      ['out', 0],
    ]);
    expectAgreement(world);
    expect(folded(world.facts)).toEqual(world.state);
  });

  it('is a balance before its deal: no money was paid out', () => {
    const world = holding();
    const { baseline } = world.state.breaker ?? {};
    world.port.rearrange = (events) => events.toReversed();
    world.quote('EURUSD', 1.098).quote('EURUSD', 1.098);
    expect(world.state.positions.size).toBe(0);
    expect(world.state.breaker?.baseline).toBe(baseline);
    expect(world.of('day-started')).toHaveLength(1);
    expect(world.of('account-read')).toEqual([]);
  });

  it('is a reading of the books from before a close: it does not bring the position back', () => {
    const world = holding();
    let old: BrokerEvent | undefined;
    world.port.rearrange = (events) => {
      old ??= events.find(({ type }) => type === 'books');
      return events.filter((event) => event !== old);
    };
    world.link(false).link(true);
    whole(world);
    world.wait(20_000).quote('EURUSD', 1.098);
    expect(world.state.positions.size).toBe(0);
    if (old) world.loop.feed({ type: 'broker', time: world.time, event: old });
    expect(world.state.positions.size).toBe(0);
    world.wait(2_000);
    expectAgreement(world);
  });

  it('is a reading from before a close: an emergency stop is not done by it', () => {
    const world = runningWorld();
    world.foreignOrder().quote('EURUSD', 1.1);
    const old: BrokerEvent[] = [];
    world.port.rearrange = (events) => {
      old.push(...events.filter(({ type }) => type === 'books'));
      return events.filter(({ type }) => type !== 'books');
    };
    world.wait(300_000);
    expect(old).toMatchObject([{ positions: [{ lots: 0.1 }] }]);
    world.port.losesEvent = ({ type }) => type === 'books';
    world.command({ type: 'emergency-stop' });
    world.quote('EURUSD', 1.1);
    expect(world.state.positions.size).toBe(0);
    for (const event of old) world.loop.feed({ type: 'broker', time: world.time, event });
    expect(world.of('emergency-stop').map(({ state }) => state)).toEqual(['begun']);
    world.port.losesEvent = () => false;
    world.port.rearrange = (events) => events;
    world.wait(30_000);
    expect(world.state.emergency).toBe('done');
  });
});

describe('the rest of a limit order whose fill is not told', () => {
  it('counts as a position on its way', () => {
    const partialFills = { kind: 'fixed', lots: 0.25 as Lots } as const;
    const world = runningWorld({ broker: { partialFills } });
    say(world, { ...LONG, kind: 'limit', price: 1.099, stopLoss: 1.097 }).quote('EURUSD', 1.0989);
    expect([...world.state.pending.values()]).toMatchObject([{ lots: 0.25 }]);
    world.command({ type: 'close-position', position: FIRST });
    world.quote('EURUSD', 1.1);
    expect(world.state.positions.size).toBe(0);
    world.port.losesEvent = ({ type }) => !['pending', 'link'].includes(type);
    world.quote('EURUSD', 1.0989);
    expect(world.state.pending.size).toBe(0);
    expect(world.books.positions).toHaveLength(1);
    world.script.at((world.time + 1_000) as UtcMs, LONG);
    world.quote('EURUSD', 1.1).close('EURUSD');
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'position-limit' });
  });
});

describe('a position whose stop the broker has dropped', () => {
  const drop = (world: World): void => {
    const number = 1_000 as OrderNumber;
    const magic = magicOf(99, number);
    const levels = { stopLoss: 0, takeProfit: 1.10408 };
    world.broker.submit({ type: 'modify', number, magic, position: FIRST, ...levels });
    world.loop.takeBrokerEvents();
  };

  it('gets the stop of its own order again, at once, and it is told', () => {
    const world = holding();
    drop(world);
    expect(world.of('fault')).toEqual([
      {
        kind: 'fault',
        where: 'stops',
        detail:
          'position 1 (EURUSD, 0.5 lots) has no stop at the broker: it is set to 1.09808 again',
      },
    ]);
    expect(world.requests.at(-1)).toMatchObject({ type: 'modify', stopLoss: 1.09808 });
    expect(world.books.positions).toMatchObject([{ stopLoss: 1.09808, takeProfit: 1.10408 }]);
    world.quote('EURUSD', 1.1001);
    expectAgreement(world);
    expect(world.requests).toHaveLength(2);
  });

  it('is closed when the stop is refused', () => {
    const world = holding();
    world.port.rearrange = (events) => {
      world.broker.setExpertsAllowed(!events.some(({ type }) => type === 'position'));
      return events;
    };
    drop(world);
    expect(world.of('order-state').at(-1)).toMatchObject({ state: 'rejected', retcode: 10_026 });
    whole(world);
    world.broker.setExpertsAllowed(true);
    world.quote('EURUSD', 1.1).quote('EURUSD', 1.1).quote('EURUSD', 1.1);
    expect(world.books.positions).toEqual([]);
    expect(world.requests.map(({ type }) => type)).toEqual(['open', 'modify', 'close']);
  });

  it('is closed when the request is not answered within half a minute', () => {
    const world = holding();
    world.port.losesRequest = ({ type }) => type === 'modify';
    drop(world);
    world.quote('EURUSD', 1.1, undefined, 29_000);
    expect(world.books.positions).toHaveLength(1);
    world.quote('EURUSD', 1.1, undefined, 1_000).quote('EURUSD', 1.1);
    expect(world.books.positions).toEqual([]);
    expect(world.requests.map(({ type }) => type)).toEqual(['open', 'modify', 'close']);
  });

  it('is left alone when it is another’s', () => {
    const world = runningWorld();
    world.foreignOrder().quote('EURUSD', 1.1).quote('EURUSD', 1.1, undefined, 60_000);
    expect(world.books.positions).toMatchObject([{ stopLoss: 0 }]);
    expect(world.requests).toEqual([]);
  });
});

describe('a deal that was lost a day before another one was told', () => {
  it('is found all the same: deals are asked for from before the last reading', () => {
    const world = holding().quote('EURUSD', 1.1001);
    world.port.losesEvent = ({ type }) => type !== 'link';
    world.quote('EURUSD', 1.098);
    world.wait(26 * 3_600_000);
    world.foreignOrder({ symbol: 'GBPUSD' as never, stopLoss: 1.2 });
    world.port.losesEvent = ({ type }) => type === 'books';
    world.quote('GBPUSD', 1.3).quote('GBPUSD', 1.3).wait(1);
    expect(world.of('deal').at(-1)?.deal.symbol).toBe('GBPUSD');
    world.port.losesEvent = () => false;
    world.wait(21_000).wait(21_000).wait(21_000);
    expect(world.state.positions.size).toBe(1);
    expect(world.of('deal').map(({ deal }) => [deal.symbol, deal.entry])).toContainEqual([
      'EURUSD',
      'out',
    ]);
    expectAgreement(world);
  });
});

describe('a trip that could not close everything before midnight', () => {
  it('goes on closing what was open at it, and nothing of others', () => {
    const world = holding();
    world.foreignOrder({ lots: 1 as Lots, stopLoss: 1 }).quote('EURUSD', 1.1);
    world.port.losesRequest = ({ type }) => type === 'close';
    world.quote('EURUSD', 1.0985);
    expect(world.state.breaker?.state).toBe('tripped');
    world.time = (Date.UTC(2026, 0, 6, 22) - 2_000) as UtcMs;
    world.quote('EURUSD', 1.0985).quote('EURUSD', 1.0985);
    expect(world.state.breaker?.state).toBe('armed');
    world.port.losesRequest = () => false;
    world.live();
    for (let round = 0; round < 12; round += 1) world.quote('EURUSD', 1.0985, undefined, 20_000);
    expect(world.books.positions).toMatchObject([{ comment: 'by hand' }]);
    expect(world.of('reduction-intended').at(-1)?.reduction.why).toBe(
      'circuit breaker: open since its trip',
    );
    expect(folded(world.facts)).toEqual(world.state);
  });
});

describe('a command that fails inside', () => {
  it('is answered with a refusal, which is written down, and opening stops', () => {
    const world = holding();
    world.core.desk.reduce = () => {
      throw new Error('the drawer is stuck');
    };
    const answer = world.command({ type: 'close-position', position: FIRST });
    expect(answer).toEqual({
      ok: false,
      reason: 'not-now',
      message: 'the command failed: the drawer is stuck',
    });
    expect(world.of('command').at(-1)?.answer).toEqual(answer);
    say(world, { ...LONG, price: 1.10018 }).wait(BAR);
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'not-trading' });
  });
});
