import { describe, expect, it } from 'vitest';
import { shipped } from '../brokers/simulated/broker-fixture.ts';
import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import { magicOf, type Magic, type OrderNumber } from '../execution/order.ts';
import { ownerOf, treatmentOf, TREATMENTS, type Owner } from '../execution/ownership.ts';
import type { Lots, Percent, SymbolName } from '../market/units.ts';
import { accountRisk } from './account-risk.ts';
import { equityOf } from './equity.ts';
import { LONG, runningWorld, say, SETTINGS, type World, type WorldOptions } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;
const OWNERS: readonly Owner[] = ['ours', 'program', 'manual'];
const MAGICS: Record<Owner, Magic> = {
  ours: magicOf(7, 1 as OrderNumber),
  program: magicOf(99, 1 as OrderNumber),
  manual: 0 as Magic,
};

/** Half a lot of EURUSD of this owner, 20 pips above its stop, in a world that looks after its own. */
function worldOf(owner: Owner, settings: WorldOptions['settings'] = {}): World {
  const management = { ...DEFAULT_MANAGEMENT, break_even_at_r: 1, stop_interval_seconds: 1 };
  const world = runningWorld({ settings: { management, ...settings } });
  if (owner === 'ours') say(world, LONG);
  else {
    const { stopLoss, takeProfit } = LONG;
    world.foreignOrder({ magic: MAGICS[owner], lots: 0.5 as Lots, stopLoss, takeProfit });
  }
  return world.quote('EURUSD', 1.1001).quote('EURUSD', 1.1001);
}

/** What is seen to be done, column by column. */
const SEEN = {
  countedInExposure: (owner: Owner) => accountRisk(worldOf(owner).core.desk)?.open.length === 1,
  countedInBreaker: (owner: Owner) => {
    const world = worldOf(owner).quote('EURUSD', 1.0991);
    return (equityOf(world.core.desk) ?? 0) < 9_950;
  },
  closedByBreaker: (owner: Owner) => {
    const world = worldOf(owner);
    const { ticket } = world.books.positions[0] ?? {};
    world.foreignOrder({ lots: 1 as Lots }).quote('EURUSD', 1.1001); // what the loss is made by
    world.quote('EURUSD', 1.0986).quote('EURUSD', 1.0986).quote('EURUSD', 1.0986);
    expect(world.state.breaker?.state).toBe('tripped');
    return !world.books.positions.some((position) => position.ticket === ticket);
  },
  closedByEmergencyStop: (owner: Owner) => {
    const world = worldOf(owner);
    world.command({ type: 'emergency-stop' });
    return world.quote('EURUSD', 1.1).quote('EURUSD', 1.1).books.positions.length === 0;
  },
  stopRepaired: (owner: Owner) => {
    const world = worldOf(owner);
    const { ticket } = world.books.positions[0] ?? {};
    world.broker.submit({
      type: 'modify',
      number: 77 as OrderNumber,
      magic: MAGICS.program,
      position: ticket as never,
      stopLoss: 0,
      takeProfit: 0,
    });
    world.quote('EURUSD', 1.1001).quote('EURUSD', 1.1001).quote('EURUSD', 1.1001);
    return world.books.positions[0]?.stopLoss === LONG.stopLoss;
  },
  managed: (owner: Owner) => {
    const world = worldOf(owner).quote('EURUSD', 1.1025).quote('EURUSD', 1.1025);
    return (world.books.positions[0]?.stopLoss ?? 0) > LONG.stopLoss;
  },
} satisfies Record<keyof (typeof TREATMENTS)['ours'], (owner: Owner) => boolean>;

describe.each(OWNERS)('what is %s', (owner) => {
  it('is known by its magic', () => {
    expect(ownerOf(7, MAGICS[owner])).toBe(owner);
  });

  it.each(Object.keys(SEEN) as (keyof typeof SEEN)[])(
    'is treated as the table says: %s',
    (column) => {
      expect(SEEN[column](owner)).toBe(TREATMENTS[owner][column]);
    },
  );
});

it('the table is the one that is documented', () => {
  const marks = OWNERS.map((owner) => Object.values(TREATMENTS[owner]).map((yes) => (yes ? 1 : 0)));
  expect(marks).toEqual([
    [1, 1, 1, 1, 1, 1],
    [1, 1, 0, 1, 0, 0],
    [1, 1, 0, 1, 0, 0],
  ]);
});

it('by option a tripped breaker closes what others own as well', () => {
  const breaker = { ...SETTINGS.breaker, daily_drawdown_pct: 0.5 as Percent };
  const foreign = { breakerClosesForeign: true };
  expect(treatmentOf(7, MAGICS.manual, foreign).closedByBreaker).toBe(true);
  const world = worldOf('manual', { breaker, foreign }).quote('EURUSD', 1.0989);
  world.quote('EURUSD', 1.0989).quote('EURUSD', 1.0989);
  expect(world.books.positions).toEqual([]);
});

describe('on a netting account', () => {
  const netting = { positionMode: 'netting' } as const;

  it('a symbol with foreign volume gets no agent, and a running one opens nothing', () => {
    const world = runningWorld({ broker: netting }, ['EURUSD']);
    world.foreignOrder().foreignOrder({ symbol: 'GBPUSD' as SymbolName });
    world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3);
    expect(world.command({ type: 'create-agent', symbol: 'GBPUSD' as SymbolName })).toEqual({
      ok: false,
      reason: 'not-now',
      message:
        'GBPUSD holds volume of another program or a person, and a netting account keeps one ' +
        'position a symbol',
    });
    say(world, LONG);
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'not-trading' });
    expect(world.requests).toEqual([]);
  });

  it('nor does one in which others have added to a position of ours', () => {
    const world = say(runningWorld({ broker: netting }, ['EURUSD']), LONG).quote('EURUSD', 1.1001);
    world.foreignOrder().quote('EURUSD', 1.1);
    expect([...world.state.positions.values()]).toMatchObject([
      { position: { lots: 0.6 }, managed: { mixed: true } },
    ]);
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({ ok: false });
  });

  it('nothing is opened against an open position: it would be reduced or turned', () => {
    const limits = { ...SETTINGS.limits, max_positions_per_symbol: 3 };
    const world = runningWorld({ broker: netting, settings: { limits } });
    say(world, LONG).quote('EURUSD', 1.1001);
    say(world, { side: 'sell', price: 1.1, stopLoss: 1.102, takeProfit: 1.096 });
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({
      reason: 'not-trading',
      detail: 'a netting account keeps one position a symbol, and that of EURUSD is open',
    });
  });

  it('nor while an order for the symbol waits or is on its way, for that may be a position soon', () => {
    const limits = { ...SETTINGS.limits, max_positions_per_symbol: 3 };
    const world = runningWorld({ broker: netting, settings: { limits } });
    const waits = { kind: 'limit', price: 1.0998, stopLoss: 1.0978, takeProfit: 1.1038 } as const;
    const sell = { side: 'sell', price: 1.1, stopLoss: 1.102, takeProfit: 1.096 } as const;
    say(world, waits, sell); // both in one breath: the first is on its way
    expect(world.of('signal').map(({ verdict }) => verdict)).toMatchObject([
      { taken: true },
      {
        reason: 'not-trading',
        detail: expect.stringContaining('waits or is on its way') as string,
      },
    ]);
    expect(world.state.pending.size).toBe(1);
    say(world, sell); // and now it waits at the broker
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'not-trading' });
    expect(world.of('order-intended')).toHaveLength(1);
  });

  it('a hedging account asks for none of this', () => {
    const world = worldOf('manual');
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({ ok: true });
  });
});

describe('what cannot be valued', () => {
  /** A foreign position of an instrument that this account does not know, on a demo account. */
  function blindWorld(): World {
    const all = shipped();
    const world = runningWorld({ settings: { mode: 'demo' }, instruments: all }, ['GBPUSD']);
    world.foreignOrder({ lots: 1 as Lots }).quote('EURUSD', 1.1);
    for (let times = 0; times < 4; times += 1) world.wait(15_000); // a demo's books are read twice
    expect(world.state.positions.size).toBe(1);
    (world.instruments as Map<SymbolName, unknown>).delete(EURUSD);
    return world;
  }

  it('does not blind the breaker: the broker is asked for its own equity, and a trip rests on it', () => {
    const world = blindWorld();
    expect(equityOf(world.core.desk)).toBeUndefined();
    const asked = world.port.submitted.filter(({ type }) => type === 'read-books').length;
    world.quote('GBPUSD', 1.3, undefined, 5_000).quote('GBPUSD', 1.3, undefined, 11_000);
    expect(world.of('fault').map(({ where }) => where)).toEqual(['breaker']);
    world.broker.onQuote({ symbol: EURUSD, time: world.time, bid: 1.097, ask: 1.0971 });
    for (let second = 0; second < 20; second += 5) world.quote('GBPUSD', 1.3, undefined, 5_000);
    const read = world.port.submitted.filter(({ type }) => type === 'read-books').length - asked;
    expect(read).toBeGreaterThanOrEqual(4);
    expect(world.state.breaker?.state).toBe('tripped');
  });

  it('lets nothing be opened', () => {
    const world = blindWorld();
    say(world, { symbol: 'GBPUSD', price: 1.30012, stopLoss: 1.29812, takeProfit: 1.30412 });
    expect(world.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'account-unknown' });
  });
});
