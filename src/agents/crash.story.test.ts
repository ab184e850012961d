import { describe, expect, it } from 'vitest';
import { MemoryJournal } from '../journal/memory-journal.ts';
import type { BrokerRequest } from '../execution/broker-port.ts';
import { expectAgreement, expectNothingTwice, folded, settle } from './test/agreement.ts';
import type { Fact } from './fact.ts';
import { BAR, CABLE, LONG, say, World } from './test/world.ts';

class Crash extends Error {}

/** Holds so many facts; the process dies as it writes the next one. */
class EndingJournal extends MemoryJournal {
  readonly #holds: number;

  constructor(holds: number) {
    super();
    this.#holds = holds;
  }

  override append(facts: readonly Fact[]): void {
    const stored = JSON.parse(JSON.stringify(facts)) as Fact[];
    super.append(stored.filter(({ seq }) => seq <= this.#holds));
    if (facts.some(({ seq }) => seq > this.#holds)) throw new Crash();
  }
}

const SMALL_CABLE = { symbol: 'GBPUSD', lots: 0.01, stopLoss: 1.297 } as never;

/** A market order to its target, a limit order, a second fill, a foreign trade, an emergency stop. */
const STORY: readonly ((world: World) => void)[] = [
  (world) => world.live([]),
  (world) => world.create('EURUSD', 'GBPUSD'),
  (world) => world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3).close('EURUSD', 'GBPUSD'),
  (world) => say(world, LONG),
  (world) => world.quote('EURUSD', 1.1001),
  (world) => say(world, { ...CABLE, kind: 'limit', price: 1.299, stopLoss: 1.297 }),
  (world) => world.quote('EURUSD', 1.10408),
  (world) => world.foreignOrder(SMALL_CABLE).quote('GBPUSD', 1.3),
  (world) => say(world, LONG),
  (world) => world.quote('EURUSD', 1.1002),
  (world) => world.command({ type: 'emergency-stop' }),
  (world) => world.quote('EURUSD', 1.1003).quote('GBPUSD', 1.3),
  (world) => world.wait(1_000),
];

/** Live the story until it ends or the process dies, then start again and let time pass. */
function liveThrough(world: World, journal: MemoryJournal): boolean {
  world.journal = journal;
  let died = false;
  try {
    for (const step of STORY) step(world);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    died = true;
  }
  const facts = JSON.parse(JSON.stringify(journal.facts)) as Fact[];
  const next = new MemoryJournal();
  next.append(facts);
  world.journal = next;
  world.live(facts);
  settle(world);
  expect(folded(next.facts)).toEqual(world.state);
  expectNothingTwice(world);
  expectAgreement(world);
  return died;
}

const WHOLE = new World();
for (const step of STORY) step(WHOLE);
const FACTS = WHOLE.facts.length;
const REQUESTS = WHOLE.port.submitted.map(({ type }) => type);

describe('a process that dies in the middle of a story and starts again', () => {
  it('has a story worth dying in', () => {
    // While something is held the books are read again every four minutes.
    expect(REQUESTS).toEqual([
      'read-books',
      'open',
      'read-books',
      'open',
      'read-books',
      'open',
      'cancel',
      'close',
      'close',
      'read-books',
    ]);
    expect(WHOLE.facts.at(-1)?.body).toMatchObject({ kind: 'emergency-stop', state: 'done' });
    expect(WHOLE.books).toEqual({ positions: [], orders: [] });
  });

  it.each(Array.from({ length: FACTS }, (_, at) => at))(
    'agrees with the books after fact %i',
    (at) => {
      expect(liveThrough(new World(), new EndingJournal(at))).toBe(true);
    },
  );

  it.each(REQUESTS.map((_, at) => at))(
    'agrees with the books, dying just before and just after sending request %i',
    (at) => {
      const before = new World();
      let count = 0;
      before.port.losesRequest = () => {
        count += 1;
        if (count === at + 1) throw new Crash();
        return false;
      };
      expect(liveThrough(before, new MemoryJournal())).toBe(true);

      const after = new World();
      const submit = after.port.submit.bind(after.port);
      let sent = 0;
      after.port.submit = (request: BrokerRequest) => {
        submit(request);
        sent += 1;
        if (sent === at + 1) throw new Crash();
      };
      expect(liveThrough(after, new MemoryJournal())).toBe(true);
    },
  );
});

/** Knows what of it is on disk. */
class CountingJournal extends MemoryJournal {
  committed = 0;
  markedNumber = 1;

  override commit(nextNumber = 1): void {
    this.committed = this.facts.length;
    this.markedNumber = nextNumber;
  }
}

describe('a request', () => {
  it('is sent once its intent and every fact before it are durable, its number used up', () => {
    const journal = new CountingJournal();
    const world = new World();
    world.journal = journal;
    const sent: unknown[] = [];
    const submit = world.port.submit.bind(world.port);
    world.port.submit = (request: BrokerRequest) => {
      if (request.type !== 'read-books') {
        const { facts, committed, markedNumber } = journal;
        const intents = facts.slice(0, committed).filter(({ body }) => {
          return (
            body.kind.endsWith('-intended') && 'number' in body && body.number === request.number
          );
        });
        const allDurable = committed === facts.length;
        sent.push([intents.length, allDurable, markedNumber > request.number]);
      }
      submit(request);
    };
    for (const step of STORY) step(world);
    expect(sent).toEqual(Array.from({ length: 6 }, () => [1, true, true]));
  });
});

describe('an order whose end is not known', () => {
  it('that never reached the broker is absent after a minute, and is never sent again', () => {
    const world = new World().live().create('EURUSD');
    world.quote('EURUSD', 1.1).close('EURUSD');
    world.port.losesRequest = ({ type }) => type === 'open';
    say(world, LONG);
    const intended = world.time;
    const told = world.facts.length;
    for (let second = 0; second < 120; second += 1) world.quote('EURUSD', 1.1);
    const fates = world.facts.slice(told).filter(({ body }) => body.kind === 'order-state');
    expect(fates.map(({ time, body }) => [time - intended, body])).toEqual([
      [
        30_000,
        { kind: 'order-state', number: 1, state: 'unknown', detail: 'no answer within 30 s' },
      ],
      [
        90_000, // the books are asked at 30, 50, 70 and 90 s; it takes two after the first minute
        {
          kind: 'order-state',
          number: 1,
          state: 'absent',
          detail: 'not in the books of the broker',
        },
      ],
    ]);
    expect(world.requests).toHaveLength(1);
    expect(world.books.positions).toEqual([]);
  });

  it('whose answer and deal were lost is found in the books by its magic', () => {
    const world = new World().live().create('EURUSD');
    world.quote('EURUSD', 1.1).close('EURUSD');
    world.port.losesEvent = ({ type }) => type === 'order-result' || type === 'deal';
    say(world, LONG).quote('EURUSD', 1.1);
    expect(world.state.positions.size).toBe(0);
    for (let second = 0; second < 31; second += 1) world.quote('EURUSD', 1.1);
    expect(world.state.orders.get(1 as never)).toMatchObject({ state: 'filled', ticket: '1' });
    expect([...world.state.positions.values()]).toMatchObject([
      { risk: 100, position: { lots: 0.5, stopLoss: 1.09808, takeProfit: 1.10408 } },
    ]);
    expect(world.requests).toHaveLength(1);
    expectAgreement(world);
  });

  it('is asked about when it was answered as filled and its deal never came', () => {
    const world = new World().live().create('EURUSD');
    world.quote('EURUSD', 1.1).close('EURUSD');
    world.port.losesEvent = ({ type }) => type === 'deal';
    say(world, LONG).quote('EURUSD', 1.1);
    expect(world.state.orders.get(1 as never)).toMatchObject({ state: 'filled', shown: false });
    // Not seen, but counted: the next idea of the symbol is refused.
    const before = world.requests.length;
    say(world, LONG);
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'position-limit' });
    expect(world.requests).toHaveLength(before);
    for (let second = 0; second < 31; second += 1) world.quote('EURUSD', 1.1);
    expectAgreement(world);
    expect(world.state.positions.size).toBe(1);
  });

  it('comes to the same when reports are repeated, or the deal is told before the answer', () => {
    const lived = (rearrange?: World['port']['rearrange']): World => {
      const world = new World().live().create('EURUSD');
      world.quote('EURUSD', 1.1).close('EURUSD');
      if (rearrange) world.port.rearrange = rearrange;
      return say(world, LONG).quote('EURUSD', 1.1001).quote('EURUSD', 1.10408);
    };
    const plain = lived();
    const repeated = lived((events) => events.flatMap((event) => [event, event]));
    expect(repeated.bodies()).toEqual(plain.bodies());
    const turned = lived((events) => events.toReversed());
    expect(turned.of('deal')).toEqual(plain.of('deal'));
    expect(turned.of('order-state')).toHaveLength(1);
    expect(turned.state.balance).toBe(plain.state.balance);
    expect(turned.state.positions.size).toBe(0);
  });

  it('still becomes a position when the broker shows late what it first did not', () => {
    const world = new World().live().create('EURUSD');
    world.quote('EURUSD', 1.1).close('EURUSD');
    const held: BrokerRequest[] = [];
    world.port.losesRequest = (request) => request.type === 'open' && held.push(request) > 0;
    say(world, LONG);
    for (let second = 0; second < 100; second += 1) world.quote('EURUSD', 1.1);
    expect(world.state.orders.get(1 as never)?.state).toBe('absent');
    for (const request of held) world.broker.submit(request);
    world.quote('EURUSD', 1.1);
    expect(world.state.orders.get(1 as never)?.state).toBe('filled');
    expectAgreement(world);
  });

  it('is not opened while a moment of the bar has passed: the same bar is not decided again', () => {
    const world = new World().live().create('EURUSD');
    world.quote('EURUSD', 1.1).close('EURUSD');
    say(world, LONG);
    const decided = world.time;
    world.live().history(decided, 'EURUSD');
    world.quote('EURUSD', 1.1).quote('EURUSD', 1.1, undefined, BAR);
    expect(world.of('signal')).toHaveLength(1);
    expect(world.of('order-intended')).toHaveLength(1);
    expectAgreement(world);
  });

  it('is found waiting when its answer and the report of it were lost', () => {
    const world = new World().live().create('EURUSD');
    world.quote('EURUSD', 1.1).close('EURUSD');
    world.port.losesEvent = ({ type }) => type === 'order-result' || type === 'pending';
    say(world, { ...LONG, kind: 'limit', price: 1.099, stopLoss: 1.097 });
    expect(world.state.pending.size).toBe(0);
    for (let second = 0; second < 31; second += 1) world.quote('EURUSD', 1.1);
    expect(world.state.orders.get(1 as never)).toMatchObject({ state: 'working', ticket: '1' });
    expectAgreement(world);
  });
});
