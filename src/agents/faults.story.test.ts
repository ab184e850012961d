import { describe, expect, it } from 'vitest';
import { shipped } from '../brokers/simulated/broker-fixture.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName } from '../market/units.ts';
import { CABLE, LONG, runningWorld, say, World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;

/** Instruments of which one throws, from some moment on, whenever its money is counted. */
class FaultyInstruments {
  broken = false;
  count = 0;
  readonly all: ReadonlyMap<SymbolName, Instrument>;

  constructor(symbol: string) {
    const all = new Map(shipped());
    const sound = all.get(symbol as SymbolName);
    if (!sound) throw new Error(`${symbol} is not shipped`);
    all.set(
      symbol as SymbolName,
      new Proxy(sound, {
        get: (target, key) => {
          if (this.broken && key === 'profitCurrency') {
            this.count += 1;
            throw new Error(`no currency, for the ${this.count}th time`);
          }
          return Reflect.get(target, key) as unknown;
        },
      }),
    );
    this.all = all;
  }
}

describe('a fault in an agent', () => {
  it('quarantines that agent, leaves its position its stop, and the others trading', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1);
    world.script.faults.add('EURUSD');
    const before = world.facts.length;
    say(world, LONG, CABLE);
    const detail = 'the strategy divided by nothing';
    expect(world.bodies(before).slice(0, 2)).toEqual([
      { kind: 'fault', where: 'EURUSD', detail },
      { kind: 'agent-state', symbol: 'EURUSD', state: 'QUARANTINED', why: detail },
    ]);
    expect(world.of('order-intended').map(({ order }) => order.symbol)).toEqual([
      'EURUSD',
      'GBPUSD',
    ]);
    expect(world.books.positions).toMatchObject([{ symbol: 'EURUSD', stopLoss: 1.09808 }]);
    say(world, LONG);
    expect(world.of('fault')).toHaveLength(1);
  });

  it('stays quarantined over a restart, until it is started anew', () => {
    const world = runningWorld();
    world.script.faults.add('EURUSD');
    say(world, LONG);
    world.script.faults.clear();
    world.live();
    expect([...world.core.agents.keys()]).toEqual(['GBPUSD']);
    say(world.close('EURUSD', 'GBPUSD'), LONG);
    expect(world.state.agents.get(EURUSD)?.state).toBe('QUARANTINED');
    expect(world.requests).toEqual([]);
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({ ok: true });
    say(world, LONG);
    expect(world.requests).toHaveLength(1);
  });

  it('that cannot even be made is the agent’s too: the account starts all the same', () => {
    const world = runningWorld();
    world.script.unmakable.add('EURUSD');
    world.live();
    expect(world.state.agents.get(EURUSD)).toMatchObject({
      state: 'QUARANTINED',
      why: 'no strategy for EURUSD',
    });
    say(world.close('GBPUSD'), CABLE);
    expect(world.requests).toHaveLength(1);
    world.command({ type: 'restart-agent', symbol: EURUSD });
    expect(world.of('fault').map(({ where }) => where)).toEqual(['EURUSD', 'EURUSD']);
  });

  it('is one of an instrument that the account does not have any more', () => {
    const world = runningWorld();
    const instruments = new Map(shipped());
    instruments.delete(EURUSD);
    const next = new World({ instruments });
    next.live(world.facts);
    expect(next.state.agents.get(EURUSD)?.state).toBe('QUARANTINED');
    expect([...next.core.agents.keys()]).toEqual(['GBPUSD']);
  });
});

describe('a fault in what all agents share', () => {
  function broken(): World {
    const faulty = new FaultyInstruments('EURUSD');
    const world = runningWorld({ instruments: faulty.all });
    say(world, LONG).quote('EURUSD', 1.1);
    expect(world.books.positions).toHaveLength(1);
    faulty.broken = true;
    world.loop.feed({ type: 'quote', time: world.time, quote: quoteOf(world) });
    faulty.broken = false;
    return world;
  }

  function quoteOf(world: World) {
    return { symbol: EURUSD, time: world.time, bid: 1.1, ask: 1.10008 };
  }

  it('stops all opening until the next start, and says so to each signal', () => {
    const world = broken();
    expect(world.of('fault')).toEqual([
      { kind: 'fault', where: 'account', detail: 'no currency, for the 1th time' },
    ]);
    say(world, CABLE);
    expect(world.of('signal').at(-1)?.verdict).toEqual({
      taken: false,
      by: 'missed',
      reason: 'not-trading',
      detail: 'opening is stopped until the next start, by a fault: no currency, for the 1th time',
    });
    say(world.live().close('EURUSD', 'GBPUSD'), CABLE);
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ taken: true });
  });

  it('that goes on at every quote does not flood the journal, and does not keep from closing', () => {
    const faulty = new FaultyInstruments('EURUSD');
    const world = runningWorld({ instruments: faulty.all });
    say(world, LONG).quote('EURUSD', 1.1);
    faulty.broken = true;
    const feed = (): void => {
      world.loop.feed({ type: 'quote', time: world.time, quote: quoteOf(world) });
    };
    for (let count = 0; count < 1000; count += 1) feed();
    expect(faulty.count).toBeGreaterThan(900);
    expect(world.of('fault').length).toBeLessThanOrEqual(3);

    world.command({ type: 'emergency-stop' });
    expect(world.requests.map(({ type }) => type)).toEqual(['open', 'close']);
    faulty.broken = false; // the broker, who shares our specification here, can count
    world.quote('EURUSD', 1.1);
    expect(world.books.positions).toEqual([]);
    expect(world.state.emergency).toBe('done');
  });

  it('in risk, at a signal, opens nothing', () => {
    const faulty = new FaultyInstruments('EURUSD');
    const world = runningWorld({ instruments: faulty.all });
    world.script.at(world.time, LONG);
    world.wait(1000).quote('EURUSD', 1.1);
    world.script.at(world.time, LONG);
    faulty.broken = true;
    world.close('EURUSD');
    faulty.broken = false;
    expect(world.requests).toEqual([]);
    expect(world.of('fault')).toHaveLength(1);
    say(world, CABLE);
    expect(world.requests).toEqual([]);
  });
});

describe('a quote that cannot be', () => {
  it('is not taken in: the last good one stands', () => {
    const world = runningWorld();
    const before = world.core.desk.quotes.get(EURUSD);
    for (const [bid, ask] of [
      [Number.NaN, 1.1],
      [1.2, 1.1],
      [0, 1.1],
      [-1, 1.1],
    ] as const) {
      const { time } = world;
      world.loop.feed({ type: 'quote', time, quote: { symbol: EURUSD, time, bid, ask } });
    }
    expect(world.core.desk.quotes.get(EURUSD)).toEqual(before);
  });

  it('a clock that goes back does not move time', () => {
    const world = runningWorld();
    const { now } = world.core.desk;
    world.loop.feed({ type: 'clock', time: 5 as never });
    expect(world.core.desk.now).toBe(now);
  });
});
