import { describe, expect, it } from 'vitest';
import type { BooksRead, BrokerEvent } from '../execution/broker-port.ts';
import type { Money } from '../market/units.ts';
import { describeFact } from '../runtime/describe-fact.ts';
import type { Fact } from './fact.ts';
import { expectAgreement, folded } from './test/agreement.ts';
import { LONG, runningWorld, say, World } from './test/world.ts';

function alterBooks(world: World, change: (books: BooksRead) => BooksRead): void {
  world.port.rearrange = (events) =>
    events.map((event): BrokerEvent => (event.type === 'books' ? change(event) : event));
}

/** The broker charges; what is told of it has come. */
function charged(world: World, amount: number): World {
  world.broker.charge('commission', amount as Money, 'of the day');
  return pass(world);
}

function pass(world: World): World {
  for (let times = 0; times < 30; times += 1) world.quote('EURUSD', 1.1);
  return world;
}

const amounts = (world: World): number[] => world.of('charge').map(({ charge }) => charge.amount);

describe('a charge that the broker books apart from trades', () => {
  it('is a loss of the day: the base stays', () => {
    const world = charged(runningWorld(), -170);
    expect(world.of('charge')).toMatchObject([
      { charge: { kind: 'commission', amount: -170, comment: 'of the day' }, balance: 9_830 },
    ]);
    const told = world.facts.flatMap((fact) => describeFact(fact, 'USD') ?? []);
    expect(told.find(({ kind }) => kind === 'charge')).toMatchObject({
      text: 'Booked without a trade: commission -170.00 USD (of the day)',
      level: 'warning',
    });
    expect(world.state.balance).toBe(9_830);
    expect(world.state.breaker).toMatchObject({ baseline: 10_000, limit: 9_800, state: 'warned' });
    expectAgreement(world);
  });

  it('trips the breaker at the limit, and what is open is closed', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1);
    charged(world, -200);
    expect(world.state.breaker).toMatchObject({ state: 'tripped', trip: { cause: 'daily-loss' } });
    expect(world.books.positions).toEqual([]);
  });

  it('is no payment when it is given, either', () => {
    const world = charged(runningWorld(), 40);
    expect(world.state.balance).toBe(10_040);
    expect(world.state.breaker).toMatchObject({ baseline: 10_000 });
  });

  it('is told apart from money that was paid out at the same time', () => {
    const world = runningWorld();
    world.broker.pay(-1_000 as Money);
    charged(world, -50);
    expect(amounts(world)).toEqual([-50]);
    expect(world.state.balance).toBe(8_950);
    expect(world.state.breaker).toMatchObject({ baseline: 9_000, limit: 8_820 });
  });

  it('is counted once, however often it is read, over restarts and new links', () => {
    const world = charged(runningWorld(), -50);
    world.link(false).link(true);
    world.live();
    alterBooks(world, (books) => ({
      ...books,
      charges: [...(books.charges ?? []), ...(books.charges ?? [])],
    }));
    charged(world.live(), -30);
    world.link(false).link(true);
    expect(amounts(world)).toEqual([-50, -30]);
    expect(world.state.balance).toBe(9_920);
    expect(world.state.breaker).toMatchObject({ baseline: 10_000 });
    expect(folded(world.facts)).toEqual(world.state);
  });

  it('and a crash after any of its facts does no harm', () => {
    const world = runningWorld();
    world.broker.charge('tax', -20 as Money);
    world.broker.pay(500 as Money);
    charged(world, -30);
    const facts: readonly Fact[] = [...world.facts];
    const first = facts.findIndex(({ body }) => body.kind === 'charge');
    for (let kept = first; kept <= facts.length; kept += 1) {
      const before = world.facts.length;
      const { state } = pass(world.live(facts.slice(0, kept)));
      expect(state.balance).toBe(10_450);
      expect(state.breaker).toMatchObject({ baseline: 10_500, limit: 10_290 });
      const all = [...facts.slice(0, kept), ...world.facts.slice(before)];
      expect(all.filter(({ body }) => body.kind === 'charge')).toHaveLength(2);
    }
  });

  it('is in the base that an empty state folder makes of the books', () => {
    const world = charged(runningWorld(), -170);
    world.live([]);
    expect(world.state.balance).toBe(9_830);
    expect(world.state.breaker).toMatchObject({ baseline: 10_000, limit: 9_800, state: 'warned' });
  });

  it('is where it belongs among the deals that were missed with it', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    world.port.losesEvent = ({ type }) => type !== 'link' && type !== 'books';
    world.wait(1_000);
    world.broker.charge('charge', -10 as Money);
    world.wait(1_000).quote('EURUSD', 1.09808).wait(1_000);
    world.port.losesEvent = () => false;
    world.link(false).link(true);
    const booked = world.facts.flatMap(({ body }) =>
      body.kind === 'deal' || body.kind === 'charge' ? [[body.kind, body.balance]] : [],
    );
    expect(booked.map(([kind]) => kind)).toEqual(['deal', 'charge', 'deal']);
    expect(booked.at(-1)?.[1]).toBe(world.broker.account().balance);
  });
});

describe('a broker that does not tell charges apart', () => {
  it('is believed as before: what no deal explains was paid out', () => {
    const world = runningWorld();
    alterBooks(world, ({ charges: _untold, ...books }) => books);
    charged(world, -150);
    expect(amounts(world)).toEqual([]);
    expect(world.state.balance).toBe(9_850);
    expect(world.state.breaker).toMatchObject({ baseline: 9_850, limit: 9_653 });
  });

  it('and a journal of before they were told apart: what is in its balance is not counted again', () => {
    const world = new World();
    alterBooks(world, ({ charges: _untold, ...books }) => books);
    charged(world.live(), -150);
    expect(world.state.chargesFrom).toBeUndefined();
    world.port.rearrange = (events) => events;
    charged(world.live(), -20);
    expect(amounts(world)).toEqual([-20]);
    expect(world.state.balance).toBe(9_830);
    expect(world.state.breaker).toMatchObject({ baseline: 9_850, limit: 9_653 });
    charged(world.live(), -10);
    expect(amounts(world)).toEqual([-20, -10]);
    expect(folded(world.facts)).toEqual(world.state);
  });
});
