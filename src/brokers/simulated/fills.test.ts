import { describe, expect, test } from 'vitest';
import type { Currency, Money, Points, UtcMs } from '../../market/units.ts';
import { NOON, TestDesk } from './broker-fixture.ts';

describe('a market order', () => {
  test('is never filled at the quote it was decided on, but at the next one', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open();
    expect(desk.deals).toEqual([]);
    // Another symbol's quote, and the same instant again, are not the next quote of this symbol.
    desk.quote('GBPUSD', 1.28, 1.2802).quote('EURUSD', 1.2, 1.2001, -1000);
    expect(desk.deals).toEqual([]);
    desk.quote('EURUSD', 1.1003, 1.1004, 2000);
    expect(desk.deals).toMatchObject([{ side: 'buy', entry: 'in', price: 1.1004, lots: 1 }]);
  });

  test('buys at the ask and sells at the bid', () => {
    const desk = new TestDesk({ leverage: 500 }).quote('EURUSD', 1.1, 1.1001);
    desk.open({ side: 'buy' });
    desk.open({ side: 'sell' });
    desk.quote('EURUSD', 1.1002, 1.1005);
    expect(desk.deals.map((deal) => [deal.side, deal.price])).toEqual([
      ['buy', 1.1005],
      ['sell', 1.1002],
    ]);
  });

  test('waits out the latency', () => {
    const desk = new TestDesk({ latencyMs: 1500 as never }).quote('EURUSD', 1.1, 1.1001);
    desk.open();
    desk.quote('EURUSD', 1.1001, 1.1002, 1000);
    expect(desk.deals).toEqual([]);
    desk.quote('EURUSD', 1.1002, 1.1003, 500);
    expect(desk.deals).toMatchObject([{ price: 1.1003, time: NOON + 2500 }]);
  });

  test('slips against the trader, on the way in and at a stop, and never at a target', () => {
    const desk = new TestDesk({ slippage: { kind: 'fixed', points: 3 as Points } });
    desk.quote('EURUSD', 1.1, 1.1001);
    desk.open({ stopLoss: 1.09, takeProfit: 1.12 });
    desk.open({ side: 'sell', stopLoss: 1.13, takeProfit: 1.08 });
    desk
      .quote('EURUSD', 1.1, 1.1001)
      .quote('EURUSD', 1.08995, 1.09005)
      .quote('EURUSD', 1.0798, 1.08);
    expect(desk.deals.map((deal) => [deal.side, deal.price, deal.reason])).toEqual([
      ['buy', 1.10013, 'expert'],
      ['sell', 1.09997, 'expert'],
      ['sell', 1.08992, 'stop-loss'],
      ['buy', 1.08, 'take-profit'],
    ]);
  });
});

test('a stop order slips, a limit order does not', () => {
  const desk = new TestDesk({ leverage: 500, slippage: { kind: 'fixed', points: 3 as Points } });
  desk.quote('EURUSD', 1.1, 1.1001);
  desk.open({ kind: 'stop', price: 1.101 });
  desk.open({ kind: 'limit', side: 'sell', price: 1.1009 });
  desk.quote('EURUSD', 1.1009, 1.101);
  expect(desk.deals.map((deal) => [deal.side, deal.price])).toEqual([
    ['buy', 1.10103],
    ['sell', 1.1009],
  ]);
});

describe('a stop and a target', () => {
  test.each([
    // side, sl, tp, bid, ask, what happens, at what price, why
    ['buy', 1.099, 1.102, 1.099, 1.0991, 1.099, 'stop-loss', '[sl 1.09900]'],
    ['buy', 1.099, 1.102, 1.0985, 1.0986, 1.0985, 'stop-loss', '[sl 1.09900]'],
    ['buy', 1.099, 1.102, 1.102, 1.1021, 1.102, 'take-profit', '[tp 1.10200]'],
    ['buy', 1.099, 1.102, 1.1024, 1.1025, 1.1024, 'take-profit', '[tp 1.10200]'],
    ['sell', 1.102, 1.099, 1.1019, 1.102, 1.102, 'stop-loss', '[sl 1.10200]'],
    ['sell', 1.102, 1.099, 1.1029, 1.103, 1.103, 'stop-loss', '[sl 1.10200]'],
    ['sell', 1.102, 1.099, 1.0989, 1.099, 1.099, 'take-profit', '[tp 1.09900]'],
    ['sell', 1.102, 1.099, 1.0979, 1.098, 1.098, 'take-profit', '[tp 1.09900]'],
  ] as const)(
    'of a %s with stop %d and target %d, at %d/%d: closed at %d by %s',
    (side, stopLoss, takeProfit, bid, ask, price, reason, comment) => {
      const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
      desk.open({ side, stopLoss, takeProfit });
      desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', bid, ask);
      const [entry, exit] = desk.deals;
      expect(exit).toMatchObject({ entry: 'out', price, reason, comment, position: entry?.order });
      expect(desk.books.positions).toEqual([]);
    },
  );

  test.each([
    ['buy', 1.099, 1.102, 1.09901, 1.09911],
    ['buy', 1.099, 1.102, 1.10199, 1.10209],
    ['sell', 1.102, 1.099, 1.10189, 1.10199],
    // The bid is at the target of the sell, but a sell is bought back at the ask.
    ['sell', 1.102, 1.099, 1.09899, 1.09901],
  ] as const)('of a %s (%d, %d) hold at %d/%d', (side, stopLoss, takeProfit, bid, ask) => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open({ side, stopLoss, takeProfit });
    desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', bid, ask);
    expect(desk.position).toMatchObject({ stopLoss, takeProfit });
  });
});

test('what one level sets off does not take others with it', () => {
  const desk = new TestDesk({ leverage: 500 }).quote('EURUSD', 1.1, 1.1001);
  desk.open({ side: 'sell', stopLoss: 1.11, takeProfit: 1.099 });
  desk.open({ stopLoss: 1.099, takeProfit: 1.11 });
  desk.quote('EURUSD', 1.1, 1.1001);
  // The bid has reached the stop of the buy; the ask has not reached the target of the sell.
  desk.quote('EURUSD', 1.099, 1.0991);
  expect(desk.deals.slice(2)).toMatchObject([{ reason: 'stop-loss', side: 'sell' }]);
  expect(desk.position).toMatchObject({ side: 'sell', takeProfit: 1.099 });
});

describe('a waiting order', () => {
  test.each([
    // side, kind, price, bid, ask at which it fills, fill price
    ['buy', 'limit', 1.099, 1.0989, 1.099, 1.099],
    ['buy', 'limit', 1.099, 1.0979, 1.098, 1.098],
    ['sell', 'limit', 1.101, 1.101, 1.1011, 1.101],
    ['sell', 'limit', 1.101, 1.1015, 1.1016, 1.1015],
    ['buy', 'stop', 1.101, 1.1009, 1.101, 1.101],
    ['buy', 'stop', 1.101, 1.1019, 1.102, 1.102],
    ['sell', 'stop', 1.099, 1.099, 1.0991, 1.099],
    ['sell', 'stop', 1.099, 1.0985, 1.0986, 1.0985],
  ] as const)('%s %s at %d fills on %d/%d at %d', (side, kind, price, bid, ask, fill) => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    const number = desk.open({ side, kind, price });
    expect(desk.result(number)).toMatchObject({ outcome: 'placed', retcode: 10008 });
    expect(desk.books.orders).toMatchObject([{ side, kind, price }]);
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.deals).toEqual([]);
    desk.quote('EURUSD', bid, ask);
    expect(desk.deals).toMatchObject([{ side, price: fill, order: desk.result(number)?.order }]);
    expect(desk.books.orders).toEqual([]);
    expect(desk.events.flatMap((e) => (e.type === 'pending' ? [e.state] : []))).toEqual([
      'placed',
      'filled',
    ]);
  });

  test('expires at its instant and is not filled at it', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    const expiresAt = (desk.time + 5000) as UtcMs;
    desk.open({ kind: 'limit', price: 1.099, expiresAt });
    desk.quote('EURUSD', 1.1, 1.1001, 4999);
    expect(desk.books.orders).toHaveLength(1);
    desk.quote('EURUSD', 1.0985, 1.0986, 1);
    expect(desk.deals).toEqual([]);
    expect(desk.events.at(-1)).toMatchObject({ type: 'pending', state: 'expired' });
  });

  test('that the account cannot carry when its price comes is dropped', () => {
    const desk = new TestDesk({ initialBalance: 1500 as Money }).quote('EURUSD', 1.1, 1.1001);
    desk.open({ kind: 'limit', price: 1.099 });
    desk.open({ lots: 1 });
    desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', 1.0989, 1.099);
    expect(desk.deals).toHaveLength(1);
    expect(desk.events.at(-1)).toMatchObject({ type: 'pending', state: 'rejected' });
    expect(desk.books.orders).toEqual([]);
  });
});

describe('money', () => {
  test.each([
    // symbol, account, other quotes, lots, entry (ask), exit bid, profit worked out by hand
    ['EURUSD', 'USD', [], 0.37, 1.1001, 1.1051, 185], // 0.0050 * 100,000 * 0.37
    ['EURUSD', 'SIM', [], 1, 1.1001, 1.0951, -500],
    // 0.75 * 100,000 * 0.5 = 37,500 JPY, a gain sold at the ask of USDJPY 150.81
    ['USDJPY', 'USD', [], 0.5, 150.05, 150.8, 248.66],
    // 1 lot of gold is 100 ounces: 12.34 * 100 * 0.2
    ['XAUUSD', 'USD', [], 0.2, 2400.16, 2412.5, 246.8],
    // -0.0020 * 100,000 = -200 GBP, a loss bought at the ask 1.2802
    ['EURGBP', 'USD', [['GBPUSD', 1.28, 1.2802]], 1, 0.8502, 0.8482, -256.04],
    // +200 GBP sold at the bid 1.28
    ['EURGBP', 'USD', [['GBPUSD', 1.28, 1.2802]], 1, 0.8502, 0.8522, 256],
    // 500 USD of gain buy EUR at the ask of EURUSD, which is 1.1052 when it closes
    ['EURUSD', 'EUR', [], 1, 1.1001, 1.1051, 452.41],
    // 200 GBP / 0.8524 (the ask of EURGBP at the close)
    ['EURGBP', 'EUR', [], 1, 0.8502, 0.8522, 234.63],
  ] as const)(
    '%s on a %s account (%j): %d lots from %d to %d gain %d',
    (symbol, currency, others, lots, ask, exit, profit) => {
      const desk = new TestDesk({ currency: currency as Currency });
      const spread = symbol === 'XAUUSD' ? 0.16 : symbol === 'USDJPY' ? 0.01 : 0.0001;
      const tidy = (price: number): number => Number(price.toFixed(5));
      // EURGBP's ask at the exit is two points of a pip above, as the comment says.
      const exitAsk = tidy(exit + (symbol === 'EURGBP' ? 0.0002 : spread));
      for (const [other, otherBid, otherAsk] of others) desk.quote(other, otherBid, otherAsk);
      desk.quote(symbol, tidy(ask - spread), ask);
      // What converts the margin: EUR, USD or GBP to the account's currency.
      if (symbol === 'EURGBP' && currency === 'USD') desk.quote('EURUSD', 1.1, 1.1001);
      desk.open({ symbol, lots });
      desk.quote(symbol, tidy(ask - spread), ask);
      desk.close(desk.position.ticket, lots);
      desk.quote(symbol, exit, exitAsk);
      expect(desk.deals[1]).toMatchObject({ profit, commission: 0 });
      expect(desk.balance).toBe(10_000 + profit);
    },
  );

  test('commission is charged per lot at each deal, and partial closes share the profit', () => {
    const desk = new TestDesk({ commissionPerLot: 3.5 as Money }).quote('EURUSD', 1.1, 1.1001);
    desk.open({ lots: 0.3 });
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.balance).toBe(9998.95); // 0.3 * 3.50
    desk.close(desk.position.ticket, 0.1);
    desk.quote('EURUSD', 1.1021, 1.1022);
    expect(desk.deals[1]).toMatchObject({ lots: 0.1, profit: 20, commission: -0.35 });
    expect(desk.position).toMatchObject({ lots: 0.2, openPrice: 1.1001 });
    expect(desk.broker.account()).toMatchObject({ balance: 10_018.6, equity: 10_058.6 });
    desk.close(desk.position.ticket, 0.2);
    desk.quote('EURUSD', 1.0991, 1.0992);
    expect(desk.deals[2]).toMatchObject({ lots: 0.2, profit: -20, commission: -0.7 });
    expect(desk.balance).toBe(9997.9);
  });

  test('an account event comes when the balance changes and not otherwise', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open();
    desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', 1.2, 1.2001);
    expect(desk.events.filter((event) => event.type === 'account')).toEqual([]);
    desk.close(desk.position.ticket, 1);
    desk.quote('EURUSD', 1.2001, 1.2002);
    expect(desk.events.at(-1)).toMatchObject({
      type: 'account',
      account: { currency: 'USD', balance: 20_000, equity: 20_000, margin: 0, freeMargin: 20_000 },
    });
  });
});
