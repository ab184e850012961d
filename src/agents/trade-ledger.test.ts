import { describe, expect, it } from 'vitest';
import { magicOf, type Deal, type OrderNumber, type Position } from '../execution/order.ts';
import type { Fact, FactBody } from './fact.ts';
import { signalOf } from './test/scripted-strategy.ts';
import { LONG } from './test/world.ts';
import { TradeLedger, type Trade } from './trade-ledger.ts';

const magic = (number: number) => magicOf(7, number as OrderNumber);
let seq = 0;

function factOf(body: FactBody): Fact {
  seq += 1;
  return { seq, account: 'main' as never, time: 0 as never, body };
}

function intended(number: number, risk: number, stopLoss = 1.098): Fact[] {
  const signal = { ...signalOf('EURUSD' as never, number as never, LONG), id: `s${number}` };
  const verdict = { taken: true, number, lots: 0.5, risk } as never;
  const order = { ...LONG, stopLoss, signalId: signal.id } as never;
  return [
    factOf({ kind: 'signal', signal, verdict }),
    factOf({
      kind: 'order-intended',
      number: number as OrderNumber,
      magic: magic(number),
      order,
      lots: 0.5 as never,
      risk: risk as never,
    }),
  ];
}

function deal(remaining: number, change: Partial<Record<keyof Deal, unknown>> = {}): Fact {
  const body = {
    ticket: '1',
    order: '1',
    position: 'p1',
    magic: magic(1),
    symbol: 'EURUSD',
    side: 'buy',
    entry: 'in',
    lots: 0.5,
    price: 1.1,
    time: 1000,
    reason: 'expert',
    profit: 0,
    commission: 0,
    swap: 0,
    comment: '',
    ...change,
  } as Deal;
  return factOf({ kind: 'deal', deal: body, remaining: remaining as never, balance: 0 as never });
}

const out = { side: 'sell', entry: 'out' } as const;

function ledgerOf(facts: readonly Fact[]): { ledger: TradeLedger; trades: Trade[] } {
  const trades: Trade[] = [];
  const ledger = new TradeLedger((trade) => trades.push(trade));
  for (const fact of facts) ledger.add(fact);
  return { ledger, trades };
}

const PARTS: readonly Fact[] = [
  ...intended(1, 100),
  deal(0.5, { commission: -1.75 }),
  deal(0.3, { ...out, lots: 0.2, price: 1.102, profit: 40, commission: -0.7, time: 2000 }),
  deal(0.2, { ...out, lots: 0.1, price: 1.103, profit: 30, commission: -0.35, time: 3000 }),
  deal(0, {
    ...out,
    lots: 0.2,
    price: 1.098,
    profit: -40,
    commission: -0.7,
    swap: -1.5,
    time: 4000,
    reason: 'stop-loss',
  }),
];

describe('a trade', () => {
  it('that closes in parts is told once, with the mean price and the sum of its money', () => {
    const { ledger, trades } = ledgerOf(PARTS.slice(0, -1));
    expect(trades).toEqual([]);
    expect([...ledger.open()]).toMatchObject([{ lots: 0.5, closedLots: 0.3, gross: 70 }]);
    ledger.add(PARTS.at(-1) as Fact);
    expect(trades).toHaveLength(1);
    const [trade] = trades;
    expect(trade).toMatchObject({
      lots: 0.5,
      openedAt: 1000,
      closedAt: 4000,
      gross: 30,
      swap: -1.5,
      exit: 'stop-loss',
      risk: 100,
      confidence: 0.9,
      signalId: 's1',
      stopLoss: 1.098,
    });
    expect(trade?.commission).toBeCloseTo(-3.5, 10);
    // (0.2 · 1.102 + 0.1 · 1.103 + 0.2 · 1.098) / 0.5
    expect(trade?.closePrice).toBeCloseTo(1.1006, 10);
    expect(trade?.net).toBeCloseTo(25, 10);
    expect(trade?.r).toBeCloseTo(0.25, 10);
    expect([...ledger.open()]).toEqual([]);
  });

  it('goes on after a restart with the state of the ledger before it, from any moment', () => {
    const whole = ledgerOf(PARTS).trades;
    for (let at = 0; at <= PARTS.length; at += 1) {
      const before = ledgerOf(PARTS.slice(0, at));
      const trades = [...before.trades];
      const state = structuredClone(before.ledger.state);
      const after = new TradeLedger((trade) => trades.push(trade), state);
      for (const fact of PARTS.slice(at)) after.add(fact);
      expect(trades).toEqual(whole);
    }
  });

  it('whose order is filled in parts has all of them, at their mean price, and its risk once', () => {
    const { trades } = ledgerOf([
      ...intended(1, 100),
      deal(0.2, { lots: 0.2, price: 1.1 }),
      deal(0.5, { lots: 0.3, price: 1.101 }),
      deal(0, { ...out, price: 1.102, profit: 70 }),
    ]);
    expect(trades).toMatchObject([{ lots: 0.5, risk: 100, net: 70, r: 0.7 }]);
    // (0.2 · 1.1 + 0.3 · 1.101) / 0.5
    expect(trades[0]?.openPrice).toBeCloseTo(1.1006, 10);
  });

  it('that a second order adds to, as on a netting account, risks what both did', () => {
    const { trades } = ledgerOf([
      ...intended(1, 100),
      deal(0.5),
      ...intended(2, 60, 1.097),
      deal(1, { magic: magic(2), price: 1.102 }),
      deal(0, { ...out, lots: 1, price: 1.103, profit: 200 }),
    ]);
    expect(trades).toMatchObject([
      { lots: 1, openPrice: 1.101, risk: 160, stopLoss: 1.097, net: 200, r: 1.25, signalId: 's1' },
    ]);
  });
});

describe('a trade that is not ours', () => {
  const held: Position = {
    ticket: 'p9' as never,
    magic: magicOf(99, 1 as OrderNumber),
    symbol: 'EURUSD' as never,
    side: 'sell',
    lots: 0.3 as never,
    openPrice: 1.2,
    openedAt: 500 as never,
    stopLoss: 0,
    takeProfit: 0,
    swap: 0 as never,
    comment: 'by hand',
  };
  const books = (positions: readonly Position[]): Fact =>
    factOf({ kind: 'reconciled', account: {} as never, positions, orders: [], differences: [] });
  const close = {
    position: 'p9',
    magic: held.magic,
    side: 'buy',
    entry: 'out',
    lots: 0.3,
  } as const;

  it('is known from the books when its opening was never seen', () => {
    const { ledger, trades } = ledgerOf([books([held]), books([held])]);
    expect([...ledger.open()]).toMatchObject([{ side: 'sell', lots: 0.3, openPrice: 1.2 }]);
    ledger.add(deal(0, { ...close, price: 1.19, profit: 300, time: 900 }));
    expect(trades).toMatchObject([
      {
        side: 'sell',
        lots: 0.3,
        openPrice: 1.2,
        openedAt: 500,
        closePrice: 1.19,
        net: 300,
        risk: 0,
        r: 0,
        signalId: '',
      },
    ]);
  });

  it('of which only the closing was seen has the side of its position, and no opening price', () => {
    const { trades } = ledgerOf([
      deal(0.1, { ...close, lots: 0.2, price: 1.19, profit: 200 }),
      deal(0, { ...close, lots: 0.1, price: 1.16, profit: 100 }),
    ]);
    expect(trades).toMatchObject([{ side: 'sell', lots: 0.3, openPrice: 0, net: 300 }]);
    expect(trades[0]?.closePrice).toBeCloseTo(1.18, 10);
  });

  it('is open no more when the books do not show it', () => {
    const { ledger, trades } = ledgerOf([books([held]), books([])]);
    expect([...ledger.open()]).toEqual([]);
    expect(trades).toEqual([]);
  });
});

describe('the memory of a ledger', () => {
  it('does not grow with orders that came to nothing', () => {
    const state = (end: 'rejected' | 'cancelled') =>
      ledgerOf([
        ...intended(1, 100),
        factOf({ kind: 'order-state', number: 1 as OrderNumber, state: end, detail: '' }),
      ]).ledger.state;
    for (const end of ['rejected', 'cancelled'] as const) {
      expect(state(end)).toEqual({ origins: new Map(), confidences: new Map(), open: new Map() });
    }
  });

  it('keeps what an absent order meant, for the broker may show it late', () => {
    const { trades } = ledgerOf([
      ...intended(1, 100),
      factOf({ kind: 'order-state', number: 1 as OrderNumber, state: 'absent', detail: '' }),
      deal(0.5),
      deal(0, { ...out, profit: 50 }),
    ]);
    expect(trades).toMatchObject([{ risk: 100, r: 0.5 }]);
  });
});
