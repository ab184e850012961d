import { describe, expect, test } from 'vitest';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type { Instrument } from '../../market/instrument.ts';
import { HOUR_MS, type Lots, type Percent, type Points, type Price } from '../../market/units.ts';
import { NOON, TestDesk, type OpenOptions } from './broker-fixture.ts';
import { retcodeName } from '../retcodes.ts';

function desk(
  settings: ConstructorParameters<typeof TestDesk>[0] = {},
  change: Partial<Instrument> = {},
): TestDesk {
  return new TestDesk(settings, change).quote('EURUSD', 1.1, 1.1001);
}

function modifyOrder(
  on: TestDesk,
  order: Ticket,
  price: Price,
  rest: { limitPrice?: Price; stopLoss?: Price; takeProfit?: Price } = {},
): number | undefined {
  const number = on.nextNumber();
  const magic = magicOf(7, number);
  const stops = { stopLoss: 0, takeProfit: 0 };
  on.broker.submit({ type: 'modify-order', number, magic, order, price, ...stops, ...rest });
  on.events.push(...on.broker.drain());
  return on.result(number)?.retcode;
}

const STOP_LIMIT = { kind: 'stop-limit', price: 1.102, limitPrice: 1.101 } as const;

describe('a stop-limit order', () => {
  test.each([
    ['buy', 1.102, 1.101, 10_008],
    ['buy', 1.102, 1.102, 10_015], // its limit has to be better than its stop
    ['buy', 1.1001, 1.099, 10_015], // its stop has to be above the ask
    ['sell', 1.098, 1.099, 10_008],
    ['sell', 1.098, 1.097, 10_015],
    ['buy', 1.102, 1.101005, 10_015],
  ] as const)('%s at %d, limit %d: %d', (side, price, limitPrice, retcode) => {
    const one = desk();
    one.open({ kind: 'stop-limit', side, price, limitPrice });
    expect(one.retcodes).toEqual([retcode]);
  });

  test('on bars is triggered on the way up and filled on the way down, at its limit', () => {
    const one = desk();
    one.open({ ...STOP_LIMIT, stopLoss: 1.095 });
    one.walk('EURUSD', 1.103, 1.1031).walk('EURUSD', 1.1, 1.1001);
    expect(one.deals).toMatchObject([{ price: 1.101, lots: 1 }]);
    const kinds = one.events.flatMap((event) =>
      event.type === 'pending' ? [[event.order.kind, event.order.price, event.state]] : [],
    );
    expect(kinds).toEqual([
      ['stop-limit', 1.102, 'placed'],
      ['limit', 1.101, 'placed'],
      ['limit', 1.101, 'filled'],
    ]);
  });
});

describe('a waiting order', () => {
  test('may be changed, unless the change is none, wrong or too late', () => {
    const one = desk();
    one.open({ kind: 'limit', price: 1.09 });
    const ticket = one.books.orders[0]?.ticket as Ticket;
    expect(modifyOrder(one, ticket, 1.09)).toBe(10_025);
    expect(modifyOrder(one, ticket, 1.0905, { stopLoss: 1.08, takeProfit: 1.1 })).toBe(10_009);
    expect(one.books.orders).toMatchObject([{ ticket, price: 1.0905, stopLoss: 1.08 }]);
    expect(modifyOrder(one, ticket, 1.2)).toBe(10_015);
    expect(modifyOrder(one, ticket, 1.09, { stopLoss: 1.1 })).toBe(10_016);
    expect(modifyOrder(one, '99' as Ticket, 1.09)).toBe(10_035);
    one.quote('EURUSD', 1.0903, 1.0904);
    expect(one.deals).toMatchObject([{ price: 1.0904 }]);
  });

  test.each([
    [{ lifetime: 'day' }, NOON + 10 * HOUR_MS],
    [{ lifetime: 'specified', expiresAt: NOON + 3 * HOUR_MS }, NOON + 3 * HOUR_MS],
    [{ lifetime: 'specified-day', expiresAt: NOON + 12 * HOUR_MS }, NOON + 34 * HOUR_MS],
  ] as const)('%j lives until its end', (life, end) => {
    const one = desk();
    one.open({ kind: 'limit', price: 1.09, ...(life as OpenOptions) });
    expect(one.advance(end - 1).books.orders).toHaveLength(1);
    expect(one.advance(end).books.orders).toEqual([]);
  });
});

describe('what an instrument or an account does not take', () => {
  const table: ReadonlyArray<readonly [Partial<Instrument>, OpenOptions, number]> = [
    [{ tradeMode: 'disabled' }, {}, 10_017],
    [{ tradeMode: 'close-only' }, {}, 10_044],
    [{ tradeMode: 'long-only' }, { side: 'sell' }, 10_042],
    [{ tradeMode: 'short-only' }, { kind: 'limit', price: 1.09 }, 10_043],
    [{ orderModes: ['market'] }, { kind: 'limit', price: 1.09 }, 10_035],
    [{ orderModes: ['market'] }, { stopLoss: 1.09 }, 10_016],
    [{ expirationModes: ['day'] }, { kind: 'limit', price: 1.09 }, 10_022],
    [{ fillingModes: ['fok'] }, { filling: 'ioc' }, 10_030],
    [{ executionMode: 'market' }, { filling: 'return' }, 10_030],
    [{ executionMode: 'instant', fillingModes: [] }, { filling: 'return', price: 1.1001 }, 10_009],
    [{ volumeLimit: 0.5 as Lots }, { kind: 'stop', price: 1.2, lots: 0.6 }, 10_034],
  ];
  test.each(table)('%j refuses %j: %d', (change, options, retcode) => {
    const one = desk({}, change);
    one.open(options);
    one.quote('EURUSD', 1.1, 1.1001);
    expect(one.retcodes).toEqual([retcode]);
    expect(retcodeName(retcode)).toMatch(/^TRADE_RETCODE_[A-Z_]+$/);
  });

  test('more orders or positions than allowed', () => {
    const one = desk({ limitOrders: 1, limitPositions: 1 });
    for (const price of [1.09, 1.08]) one.open({ kind: 'limit', price });
    for (const lots of [0.1, 0.2]) one.open({ lots });
    one.quote('EURUSD', 1.1, 1.1001);
    expect(one.retcodes).toEqual([10_008, 10_033, 10_009, 10_040]);
  });

  test('a net position may be reduced whatever is forbidden', () => {
    const one = desk({ positionMode: 'netting' }, { tradeMode: 'long-only' });
    one.open({ lots: 0.5 });
    one.quote('EURUSD', 1.1, 1.1001);
    one.open({ side: 'sell', lots: 0.5 });
    one.quote('EURUSD', 1.1, 1.1001);
    expect(one.retcodes).toEqual([10_009, 10_009]);
    expect(one.books.positions).toEqual([]);
  });
});

describe('a price that has only a part', () => {
  const partial = { partialFills: { kind: 'fixed', lots: 0.4 as Lots } } as const;

  test.each([
    ['fok', [10_006], []],
    ['ioc', [10_010], [0.4]],
    ['return', [10_010], [0.4, 0.4, 0.2]],
  ] as const)('%s: %j, %j', (filling, retcodes, lots) => {
    const one = desk(partial, { executionMode: 'exchange', fillingModes: ['fok', 'ioc'] });
    one.open({ filling });
    for (let more = 0; more < 4; more += 1) one.quote('EURUSD', 1.1, 1.1001);
    expect(one.retcodes).toEqual(retcodes);
    expect(one.deals.map((deal) => deal.lots)).toEqual(lots);
    expect(one.books.positions.length).toBe(lots.length === 0 ? 0 : 1);
  });

  test('closes a part, and stops close all', () => {
    const one = desk(partial);
    for (const stopLoss of [0, 1.095]) {
      one.open({ lots: 0.4, stopLoss });
      one.quote('EURUSD', 1.1, 1.1001);
    }
    const [first] = one.books.positions;
    one.close(first?.ticket as Ticket, 0.4);
    one.quote('EURUSD', 1.09, 1.0901);
    expect(one.deals.slice(2).map(({ lots, reason }) => [lots, reason])).toEqual([
      [0.4, 'stop-loss'],
      [0.4, 'expert'],
    ]);
  });

  test('is drawn from a seed: the same one, the same parts', () => {
    const lots = (seed: number) => {
      const fills = { kind: 'seeded', chancePct: 100 as Percent, seed } as const;
      const one = desk({ partialFills: fills, initialBalance: 1e6 as never });
      for (let more = 0; more < 5; more += 1) {
        one.open({ lots: 10 });
        one.quote('EURUSD', 1.1, 1.1001);
      }
      return one.deals.map((deal) => deal.lots);
    };
    expect(lots(1)).toEqual(lots(1));
    expect(lots(1)).not.toEqual(lots(2));
    expect(lots(1).every((one) => one >= 0.01 && one <= 10)).toBe(true);
  });
});

test('slippage counts in what instant execution calls too far', () => {
  const slipping = { slippage: { kind: 'fixed', points: 6 as Points } } as const;
  const one = desk(slipping, { executionMode: 'instant' });
  one.open({ price: 1.1001, deviation: 5 as Points });
  one.open({ price: 1.1001, deviation: 6 as Points });
  one.quote('EURUSD', 1.1, 1.1001);
  expect(one.retcodes).toEqual([10_004, 10_009]);
});

test.each([
  [{ commissionPerLot: 3.5 }, -1.75],
  [{ commissionPerDeal: 2 }, -2],
  [{ commissionPctOfValue: 0.01 }, -5.5], // 0.5 * 100,000 * 1.1001 * 0.01 % = 5.5005
  [{ commissionPerLot: 3.5, commissionPerDeal: 2, commissionPctOfValue: 0.01 }, -9.25],
])('commission %j of half a lot: %d', (commission, cost) => {
  const one = desk(commission as ConstructorParameters<typeof TestDesk>[0]);
  one.open({ lots: 0.5 });
  one.quote('EURUSD', 1.1, 1.1001);
  expect(one.deals[0]?.commission).toBe(cost);
});

test('a number that closes by is used once', () => {
  const one = desk();
  one.open({ lots: 0.3 });
  one.open({ side: 'sell', lots: 0.5 });
  one.quote('EURUSD', 1.1, 1.1001);
  const [buy, sell] = one.books.positions.map(({ ticket }) => ticket) as [Ticket, Ticket];
  const number = 50 as OrderNumber;
  const request = { type: 'close-by', number, magic: magicOf(7, number), position: buy } as const;
  one.broker.submit({ ...request, by: sell });
  one.events.push(...one.broker.drain());
  expect(one.result(number)?.retcode).toBe(10_009);
  expect(one.books.positions).toMatchObject([{ ticket: sell, lots: 0.2 }]);
  expect(one.deals.slice(2).map((deal) => [deal.closedBy, deal.profit])).toEqual([
    [sell, -3], // bought at 1.1001, the other one sold at 1.1000
    [buy, 0],
  ]);
});
