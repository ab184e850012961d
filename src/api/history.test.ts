import { expect, test } from 'vitest';
import type { ClosedTradeView, DealView, FactView, OrderView } from './history-view.ts';
import { Panel, problemOf } from './test/panel.ts';

function orderOf(account: string, number: number, symbol: string): OrderView {
  return {
    account,
    number,
    intendedAt: number,
    kind: 'market',
    opening: {
      symbol,
      side: 'buy',
      lots: 0.1,
      price: 1.1,
      stopLoss: 1.09,
      takeProfit: 1.12,
      risk: 100,
      signalId: 'main:EURUSD:M5:1:buy',
    },
    state: 'filled',
    since: number + 1,
    detail: '',
  };
}

function dealOf(account: string, ticket: string, symbol: string): DealView {
  const money = { profit: 5, commission: -1, swap: 0 };
  const who = { account, ticket, order: '1', position: '1', magic: 7, symbol };
  const what = { side: 'sell', entry: 'out', lots: 0.1, price: 1.1 } as const;
  return { ...who, ...what, time: 1, reason: 'take-profit', ...money, comment: '' };
}

function tradeOf(account: string, position: string, symbol: string): ClosedTradeView {
  return {
    account,
    position,
    symbol,
    side: 'buy',
    lots: 0.1,
    openedAt: 1,
    openPrice: 1.1,
    closedAt: 2,
    closePrice: 1.12,
    stopLoss: 1.09,
    takeProfit: 1.12,
    risk: 100,
    gross: 200,
    commission: -1,
    swap: 0,
    net: 199,
    r: 1.99,
    mae: -20,
    mfe: null,
    exit: 'take-profit',
    signalId: '',
    confidence: 0.9,
  };
}

const factOf = (account: string, seq: number): FactView => ({
  account,
  seq,
  time: seq,
  body: { kind: 'link', up: true, detail: 'x' },
});

test('orders, deals and trades: newest first, by account and symbol, no more than asked for', async () => {
  const panel = new Panel(['main', 'other']);
  panel.room.orderList = [orderOf('main', 1, 'EURUSD'), orderOf('main', 2, 'GBPUSD')];
  panel.room.dealList = [dealOf('main', '1', 'EURUSD'), dealOf('other', '2', 'EURUSD')];
  panel.room.tradeList = [tradeOf('main', '1', 'EURUSD'), tradeOf('main', '2', 'EURUSD')];
  const read = async (url: string) => (await panel.get(url)).json<Record<string, unknown>>();
  expect(await read('/api/orders')).toEqual({
    success: true,
    orders: panel.room.orderList.toReversed(),
  });
  expect(await read('/api/orders?symbol=EURUSD')).toMatchObject({ orders: [{ number: 1 }] });
  expect(await read('/api/deals?account=other')).toMatchObject({ deals: [{ ticket: '2' }] });
  expect(await read('/api/trades?limit=1')).toEqual({
    success: true,
    trades: [panel.room.tradeList[1]],
  });
});

test('the equity history names the account and its currency', async () => {
  const answer = await new Panel(['main', 'other']).get('/api/equity?account=other');
  expect(answer.json()).toEqual({
    success: true,
    accounts: [{ account: 'other', currency: 'SIM', points: [[1000, 10_000, 10_000]] }],
  });
});

test('the journal: its newest facts, or what follows a number', async () => {
  const panel = new Panel(['main']);
  panel.room.factList = [1, 2, 3, 4].map((seq) => factOf('main', seq));
  const seqs = async (query: string) =>
    (await panel.get(`/api/journal${query}`))
      .json<{ facts: FactView[] }>()
      .facts.map(({ seq }) => seq);
  expect(await seqs('')).toEqual([1, 2, 3, 4]);
  expect(await seqs('?limit=2')).toEqual([3, 4]);
  expect(await seqs('?limit=2&after=1')).toEqual([2, 3]);
  expect(await seqs('?after=9')).toEqual([]);
});

test.each(['/api/orders', '/api/deals', '/api/trades', '/api/equity', '/api/journal'])(
  '%s of an unknown account is 404, with a bad limit 400',
  async (path) => {
    const panel = new Panel(['main']);
    expect(problemOf(await panel.get(`${path}?account=none`))).toEqual({
      status: 404,
      problem: 'unknown-account',
    });
    for (const limit of ['0', '-1', '1e3', '99999', 'x', '']) {
      expect((await panel.get(`${path}?limit=${limit}`)).statusCode).toBe(400);
    }
  },
);

test('the course of a closed trade is told, and of none other', async () => {
  const panel = new Panel(['main']);
  panel.room.tradeList = [tradeOf('main', 'p1', 'EURUSD')];
  const answer = await panel.get('/api/trades/p1/course');
  expect(answer.json()).toMatchObject({ account: 'main', position: 'p1', timeframe: 'M5' });
  expect(problemOf(await panel.get('/api/trades/p2/course'))).toEqual({
    status: 404,
    problem: 'no-such-trade',
  });
});
