import { describe, expect, it } from 'vitest';
import type { SymbolName } from '../market/units.ts';
import type { FactBody } from './fact.ts';
import { TradeLedger, type Trade } from './trade-ledger.ts';
import { signalOf } from './test/scripted-strategy.ts';
import { BAR, CABLE, LONG, NOON, runningWorld, say, SESSION, World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;
/** Midnight of the account's day, on a server clock two hours ahead of UTC. */
const MIDNIGHT = Date.UTC(2026, 0, 6, 22);
const ACCOUNT = {
  currency: 'USD',
  balance: 10_000,
  equity: 10_000,
  margin: 0,
  freeMargin: 10_000,
  leverage: 100,
  tradeMode: 'simulated',
};

describe('the start of an account', () => {
  it('says who it is, gets the link, reads the books, and only then begins its day', () => {
    const world = new World().live();
    expect(world.bodies()).toEqual([
      { kind: 'session-started', mode: 'simulated', ...SESSION },
      { kind: 'link', up: true, detail: 'connected' },
      {
        kind: 'reconciled',
        account: ACCOUNT,
        positions: [],
        orders: [],
        differences: [],
        chargesFrom: 0,
      },
      {
        kind: 'day-started',
        day: '2026-01-06',
        baseline: 10_000,
        limit: 9_800,
        endsAt: MIDNIGHT,
        book: expect.objectContaining({ start: 10_000, capital: 10_000 }),
      },
    ]);
    expect(world.facts.map(({ seq, account, time }) => ({ seq, account, time }))).toEqual(
      [1, 2, 3, 4].map((seq) => ({ seq, account: 'main', time: NOON })),
    );
    expect(world.port.submitted).toEqual([{ type: 'read-books', dealsSince: 0 }]);
  });

  it('makes agents by command, asks for their history, and lets them run at the first bar', () => {
    const world = new World().live();
    const before = world.facts.length;
    const answer = world.command({ type: 'create-agent', symbol: EURUSD });
    expect(answer).toEqual({ ok: true, message: 'agent for EURUSD created' });
    expect(world.watched).toEqual([
      { type: 'watch', symbol: 'EURUSD', history: [{ timeframe: 'M5', bars: 3 }] },
    ]);
    world.quote('EURUSD', 1.1).close('EURUSD');
    const command = { type: 'create-agent', symbol: EURUSD } as const;
    expect(world.bodies(before)).toEqual([
      { kind: 'agent-created', symbol: 'EURUSD' },
      { kind: 'command', id: 'c', by: 'tester', command, answer },
      { kind: 'agent-state', symbol: 'EURUSD', state: 'RUNNING', why: 'watching closed bars' },
    ]);
  });

  it('answers what cannot be with a reason and no fact but the command', () => {
    const world = new World().live().create('EURUSD');
    const before = world.facts.length;
    const XYZ = 'XYZ' as SymbolName;
    expect(world.command({ type: 'create-agent', symbol: EURUSD })).toMatchObject({
      ok: false,
      reason: 'agent-exists',
    });
    expect(world.command({ type: 'create-agent', symbol: XYZ })).toMatchObject({
      ok: false,
      reason: 'unknown-symbol',
      message: expect.stringMatching(
        /^XYZ is not an instrument of this account\. It knows EURUSD, /,
      ),
    });
    const small = { type: 'create-agent', symbol: 'gbpusd' as SymbolName } as const;
    expect(world.command(small)).toMatchObject({
      reason: 'unknown-symbol',
      message: expect.stringContaining('of this account. Did you mean GBPUSD? It knows EURUSD, '),
    });
    expect(world.command({ type: 'stop-agent', symbol: 'eurusd' as SymbolName })).toEqual({
      ok: false,
      reason: 'no-such-agent',
      message: 'no agent is running for eurusd. Did you mean EURUSD?',
    });
    expect(world.command({ type: 'stop-agent', symbol: GBPUSD })).toMatchObject({
      ok: false,
      reason: 'no-such-agent',
    });
    expect(world.command({ type: 'restart-agent', symbol: GBPUSD })).toMatchObject({
      ok: false,
      reason: 'no-such-agent',
    });
    const none = { type: 'close-position', position: '77' } as never;
    expect(world.command(none)).toMatchObject({ ok: false, reason: 'no-such-position' });
    expect(world.bodies(before).map(({ kind }) => kind)).toEqual(Array(7).fill('command'));
  });
});

describe('one whole trade', () => {
  it('goes from a signal to a trade in the ledger, every step written down before it is taken', () => {
    const world = runningWorld();
    const start = world.facts.length;
    const at = NOON + 2000 + BAR;

    say(world, LONG);
    const signal = signalOf(EURUSD, at as never, LONG);
    // 1 % of 10,000 over 200 points of 1.00 a lot each.
    const sizing = {
      entry: 1.10008,
      lossPerLot: 200,
      allowance: 100,
      limitedBy: 'risk',
      lots: 0.5,
    };
    const verdict = { taken: true, number: 1, lots: 0.5, risk: 100, sizing };
    const magic = 7 * 2 ** 32 + 1;
    const order = {
      symbol: 'EURUSD',
      side: 'buy',
      kind: 'market',
      price: 1.10008,
      stopLoss: 1.09808,
      takeProfit: 1.10408,
      deviation: 20,
      signalId: signal.id,
    };
    expect(world.bodies(start)).toEqual([
      { kind: 'signal', signal, verdict },
      { kind: 'order-intended', number: 1, magic, order, lots: 0.5, risk: 100 },
    ]);
    const { signalId, ...sent } = order;
    expect(signalId).toBe(`main:EURUSD:M5:${at - BAR}:buy`);
    expect(world.requests).toEqual([
      { type: 'open', number: 1, magic, ...sent, lots: 0.5, comment: 'kimi 1' },
    ]);
    expect(world.state.positions.size).toBe(0);

    const filled = world.facts.length;
    world.quote('EURUSD', 1.1001);
    const position = {
      ticket: '1',
      magic,
      symbol: 'EURUSD',
      side: 'buy',
      lots: 0.5,
      openPrice: 1.10018,
      openedAt: at + 1000,
      stopLoss: 1.09808,
      takeProfit: 1.10408,
      swap: 0,
      comment: 'kimi 1',
    };
    const entry = {
      ticket: '2',
      order: '1',
      position: '1',
      magic,
      symbol: 'EURUSD',
      side: 'buy',
      entry: 'in',
      lots: 0.5,
      price: 1.10018,
      time: at + 1000,
      reason: 'expert',
      profit: 0,
      commission: 0,
      swap: 0,
      comment: 'kimi 1',
    };
    expect(world.bodies(filled)).toEqual([
      { kind: 'order-state', number: 1, state: 'filled', detail: '', retcode: 10009, ticket: '1' },
      { kind: 'deal', deal: entry, remaining: 0.5, position, balance: 10_000 },
    ]);

    const closed = world.facts.length;
    world.quote('EURUSD', 1.10408);
    const exit = {
      ...entry,
      ticket: '4',
      order: '3',
      side: 'sell',
      entry: 'out',
      price: 1.10408,
      time: at + 2000,
      reason: 'take-profit',
      profit: 195,
      comment: '[tp 1.10408]',
    };
    // Bought at the ask: the price it could be closed at was worse at once; the target was its best.
    const excursion = { worst: 1.1001, best: 1.10408, since: at + 1000 };
    expect(world.bodies(closed)).toEqual([
      { kind: 'deal', deal: exit, remaining: 0, balance: 10_195, excursion },
    ]);
    expect(world.state.positions.size).toBe(0);

    const trades: Trade[] = [];
    const ledger = new TradeLedger((trade) => trades.push(trade));
    for (const fact of world.facts) ledger.add(fact);
    expect(trades).toEqual([
      {
        position: '1',
        symbol: 'EURUSD',
        side: 'buy',
        lots: 0.5,
        openedAt: at + 1000,
        openPrice: 1.10018,
        closedAt: at + 2000,
        closePrice: 1.10408,
        stopLoss: 1.09808,
        takeProfit: 1.10408,
        risk: 100,
        gross: 195,
        commission: 0,
        swap: 0,
        net: 195,
        r: 1.95,
        exit: 'take-profit',
        signalId,
        confidence: 0.9,
      },
    ]);
    expect([...ledger.open()]).toEqual([]);
  });

  it('waits at the broker as a limit order that expires by itself, and is not filled', () => {
    const world = runningWorld();
    const limit = { ...LONG, kind: 'limit', price: 1.099, stopLoss: 1.097 } as const;
    say(world, { ...limit, expiresAt: (world.time + BAR + 60_000) as never });
    expect(world.state.orders.get(1 as never)?.state).toBe('working');
    expect([...world.state.pending.values()]).toMatchObject([{ price: 1.099, lots: 0.5 }]);
    world.wait(60_000);
    expect(world.state.orders.get(1 as never)?.state).toBe('cancelled');
    expect(world.state.pending.size).toBe(0);
    expect(world.books.orders).toEqual([]);
  });

  it('names a refusal of the broker, and nothing is open', () => {
    const world = runningWorld();
    world.broker.setExpertsAllowed(false);
    say(world, LONG).quote('EURUSD', 1.1);
    expect(world.of('order-state')).toEqual([
      {
        kind: 'order-state',
        number: 1,
        state: 'rejected',
        retcode: 10026,
        detail: 'the server does not let programs trade',
      },
    ]);
    expect(world.requests).toHaveLength(1);
  });
});

describe('two symbols whose bars close together', () => {
  const both = (symbols: readonly string[]): FactBody[] => {
    const world = runningWorld();
    const start = world.facts.length;
    world.script.at((world.time + BAR) as never, LONG, CABLE);
    world.quote('GBPUSD', 1.3, undefined, BAR - 1000).quote('EURUSD', 1.1);
    world.close(...symbols);
    return world.bodies(start);
  };
  const lots = (bodies: readonly FactBody[]): unknown =>
    bodies.flatMap((body) =>
      body.kind === 'order-intended' ? [[body.order.symbol, body.lots, body.number]] : [],
    );

  // 200 of the day are left; the first order may lose 100 and 4 by a gap. Of the 96 left, a lot of
  // cable takes 200 and 12 by a gap: 0.45 lots. A lot of euros takes 208: 0.45 of 94.
  it('are decided in the declared order, the second one counting the first one’s order', () => {
    expect(lots(both(['EURUSD', 'GBPUSD']))).toEqual([
      ['EURUSD', 0.5, 1],
      ['GBPUSD', 0.45, 2],
    ]);
    expect(lots(both(['GBPUSD', 'EURUSD']))).toEqual([
      ['GBPUSD', 0.5, 1],
      ['EURUSD', 0.45, 2],
    ]);
  });
});

describe('several ideas of one bar', () => {
  it('are each decided and recorded, none forgotten', () => {
    const world = runningWorld();
    const short = { side: 'sell', price: 1.1, stopLoss: 1.102, takeProfit: 1.096 } as const;
    say(world, { ...LONG, confidence: 0.5 }, short);
    expect(world.of('signal').map(({ signal, verdict }) => [signal.side, verdict.taken])).toEqual([
      ['buy', false],
      ['sell', true],
    ]);
  });
});
