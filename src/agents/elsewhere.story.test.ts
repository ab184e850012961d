import { describe, expect, it } from 'vitest';
import { DEFAULT_CONDUCT } from '../execution/conduct.ts';
import type { AccountName, Percent, SymbolName } from '../market/units.ts';
import { directionsOf, type Elsewhere } from './elsewhere.ts';
import { LONG, runningWorld, say, SETTINGS, type World } from './test/world.ts';

const DEMO = 'demo-2' as AccountName;
const PROP = 'prop' as AccountName;
const EURUSD = 'EURUSD' as SymbolName;
const SHORT = { side: 'sell', price: 1.1, stopLoss: 1.102, takeProfit: 1.096 } as const;

function hears(world: World, elsewhere: Partial<Elsewhere>): World {
  const whole = { trades: [], unread: [], ...elsewhere };
  world.loop.feed({ type: 'elsewhere', time: world.time, elsewhere: whole });
  return world;
}

const buysElsewhere = (...accounts: readonly AccountName[]) => ({
  trades: accounts.map((account) => ({ account, symbol: EURUSD, side: 'buy' as const })),
});
const verdictOf = (world: World) => world.of('signal').at(-1)?.verdict;
const typesOf = (world: World): string[] => world.requests.map(({ type }) => type);

describe("a trade opposite to one on another of the user's accounts", () => {
  it('is refused with the names of those accounts, and nothing is sent', () => {
    const world = say(hears(runningWorld(), buysElsewhere(DEMO, PROP)), SHORT);
    expect(verdictOf(world)).toEqual({
      taken: false,
      by: 'conduct',
      reason: 'opposite-elsewhere',
      detail: 'a buy of EURUSD is open or on its way on demo-2, prop: a sell would oppose it',
      accounts: [DEMO, PROP],
    });
    expect(typesOf(world)).toEqual([]);
  });

  it('is allowed again once the other one is gone', () => {
    const world = hears(hears(runningWorld(), buysElsewhere(DEMO)), {});
    expect(verdictOf(say(world, SHORT))).toMatchObject({ taken: true });
  });

  it('of another symbol does not stand in its way', () => {
    const world = hears(runningWorld(), {
      trades: [{ account: DEMO, symbol: 'USDJPY' as SymbolName, side: 'buy' }],
    });
    expect(verdictOf(say(world, SHORT))).toMatchObject({ taken: true });
  });

  it('is allowed where the rule is turned off', () => {
    const conduct = { ...DEFAULT_CONDUCT, across_accounts: false };
    const world = hears(runningWorld({ settings: { conduct } }), buysElsewhere(DEMO));
    expect(verdictOf(say(world, SHORT))).not.toHaveProperty('warnings');
    expect(verdictOf(world)).toMatchObject({ taken: true });
  });

  it('closes and partial closes are never held back by it', () => {
    const world = say(runningWorld(), LONG).quote('EURUSD', 1.1001);
    hears(world, { trades: [{ account: DEMO, symbol: EURUSD, side: 'sell' }] });
    const [position] = world.state.positions.keys();
    if (position === undefined) throw new Error('nothing is open');
    expect(world.command({ type: 'close-position', position })).toMatchObject({ ok: true });
    expect(typesOf(world)).toEqual(['open', 'close']);
  });

  it('that waited for approval is refused when it is approved', () => {
    const approval = { above: 0.5, expires_minutes: 60, max_drift: 0.5 };
    const world = say(runningWorld({ settings: { approval } }), { ...SHORT, confidence: 0.7 });
    const [id] = world.state.waiting.keys();
    hears(world, buysElsewhere(DEMO));
    const answer = world.command({ type: 'approve-signal', signalId: id ?? '' });
    expect(answer).toMatchObject({ ok: false, reason: 'refused' });
    expect(answer.message).toContain('conduct said opposite-elsewhere: a buy of EURUSD');
  });
});

describe("a trade identical to one on another of the user's accounts", () => {
  it('is made, and its record warns of it', () => {
    const world = say(hears(runningWorld(), buysElsewhere(DEMO)), LONG);
    expect(verdictOf(world)).toMatchObject({
      taken: true,
      number: 1,
      warnings: [
        {
          reason: 'identical-elsewhere',
          accounts: [DEMO],
          detail:
            'a buy of EURUSD is open or on its way on demo-2 too: some firms take identical ' +
            'trades for copying',
        },
      ],
    });
    expect(typesOf(world)).toEqual(['open']);
  });

  it('nothing is said of one that stands alone', () => {
    expect(verdictOf(say(hears(runningWorld(), {}), LONG))).not.toHaveProperty('warnings');
  });
});

describe('an account that is still being started', () => {
  it('holds back entries until what it holds is known', () => {
    const world = say(hears(runningWorld(), { unread: [PROP] }), LONG);
    expect(verdictOf(world)).toMatchObject({
      by: 'conduct',
      reason: 'elsewhere-unknown',
      detail: 'what is open on prop is not known yet: its journal is being read',
      accounts: [PROP],
    });
    expect(verdictOf(say(hears(world, {}), LONG))).toMatchObject({ taken: true });
  });
});

describe('what comes first', () => {
  it('a loss limit, then a missing stop, then what other accounts hold', () => {
    const plain = say(hears(runningWorld(), buysElsewhere(DEMO)), SHORT);
    expect(verdictOf(plain)).toMatchObject({ by: 'conduct', reason: 'opposite-elsewhere' });

    const naked = say(hears(runningWorld(), buysElsewhere(DEMO)), { ...SHORT, stopLoss: 0 });
    expect(verdictOf(naked)).toMatchObject({ by: 'risk', reason: 'stop-missing' });

    const breaker = { ...SETTINGS.breaker, daily_drawdown_pct: 0.5 as Percent };
    const tripped = hears(runningWorld({ settings: { breaker } }), buysElsewhere(DEMO));
    tripped.foreignOrder().quote('EURUSD', 1.1).quote('EURUSD', 1.09).quote('EURUSD', 1.09);
    say(tripped, { ...SHORT, stopLoss: 0 });
    expect(verdictOf(tripped)).toMatchObject({ by: 'risk', reason: 'breaker-tripped' });
  });
});

describe('what is known of other accounts', () => {
  it('is part of the record, and is the same after a start', () => {
    const world = hears(runningWorld(), buysElsewhere(DEMO));
    const before = world.state.elsewhere;
    expect(before).toEqual({ trades: buysElsewhere(DEMO).trades, unread: [] });
    expect(world.live().state.elsewhere).toEqual(before);
  });

  it('what this account tells the others: positions of anyone, waiting orders, requests', () => {
    const world = say(runningWorld(), LONG);
    expect(directionsOf(world.state)).toEqual([{ symbol: 'EURUSD', side: 'buy' }]);
    world.quote('EURUSD', 1.1001).foreignOrder({ side: 'sell' });
    world.foreignOrder({
      symbol: 'GBPUSD' as SymbolName,
      side: 'sell',
      kind: 'limit',
      price: 1.31,
    });
    world.quote('EURUSD', 1.1001).quote('GBPUSD', 1.3);
    expect(directionsOf(world.state)).toEqual([
      { symbol: 'EURUSD', side: 'buy' },
      { symbol: 'EURUSD', side: 'sell' },
      { symbol: 'GBPUSD', side: 'sell' },
    ]);
  });
});
