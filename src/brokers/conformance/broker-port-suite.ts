import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lots } from '../../market/units.ts';
import type { Ticket } from '../../execution/order.ts';
import { BrokerHarness, type BrokerUnderTest } from './broker-harness.ts';

export interface BrokerPortSuiteOptions {
  /** A fresh broker with an account of its own, its market not priced yet. */
  newBroker(): BrokerUnderTest | Promise<BrokerUnderTest>;
  /** Tests that this implementation cannot pass, each with the reason. */
  readonly skip?: ReadonlyArray<{ readonly test: string; readonly reason: string }>;
}

type Check = (broker: BrokerHarness) => Promise<void>;

/** What every implementation of the broker port has to do alike, whatever is behind it. */
export function describeBrokerPort(name: string, options: BrokerPortSuiteOptions): void {
  describe(`broker port: ${name}`, () => {
    let under: BrokerUnderTest;
    let harness: BrokerHarness;

    beforeEach(async () => {
      under = await options.newBroker();
      harness = new BrokerHarness(under);
      await harness.price(1.1, 1.1001);
    });
    afterEach(async () => under.stop?.());

    for (const [what, check] of Object.entries(CHECKS)) {
      const skipped = options.skip?.find((one) => one.test === what);
      const reason = skipped ? ` (${skipped.reason})` : '';
      test(`${what}${reason}`, { skip: skipped !== undefined }, () => check(harness));
    }
    const unknown = (options.skip ?? []).filter((one) => !(one.test in CHECKS));
    test('skips only tests that exist', () => expect(unknown).toEqual([]));
  });
}

const OPENING: Readonly<Record<string, Check>> = {
  'a market order opens one position with its stop, its target and its magic': async (broker) => {
    const request = broker.openRequest();
    await broker.submit(request);
    await broker.price(1.1, 1.1001);
    expect(broker.results(request.number)).toMatchObject([{ outcome: 'done', retcode: 10009 }]);
    const { positions, orders, deals } = await broker.books();
    const { symbol, magic, stopLoss, takeProfit } = request;
    expect(positions).toMatchObject([
      { symbol, magic, side: 'buy', lots: 0.1, stopLoss, takeProfit },
    ]);
    expect(orders).toEqual([]);
    expect(deals).toMatchObject([{ magic, entry: 'in', lots: 0.1, price: 1.1001 }]);
    expect(deals[0]?.position).toBe(positions[0]?.ticket);
  },
  'a deal is told with the position as it stands after it': async (broker) => {
    await broker.openPosition();
    const [event] = broker.deals;
    expect(event).toMatchObject({ remaining: 0.1, position: { lots: 0.1, stopLoss: 1.09 } });
    expect(event?.position?.ticket).toBe(event?.deal.position);
  },
  'a number given twice is carried out once and never reported as rejected': async (broker) => {
    const request = broker.openRequest();
    await broker.submit(request);
    await broker.submit(request);
    await broker.price(1.1, 1.1001);
    await broker.submit(request);
    await broker.price(1.1, 1.1001);
    expect((await broker.books()).positions).toHaveLength(1);
    expect((await broker.books()).deals).toHaveLength(1);
    expect(broker.results(request.number).map((result) => result.outcome)).not.toContain(
      'rejected',
    );
  },
  'a volume that the symbol does not allow is refused': async (broker) => {
    const request = broker.openRequest({ lots: 0.001 as Lots });
    await broker.submit(request);
    await broker.price(1.1, 1.1001);
    expect(broker.results(request.number)).toMatchObject([{ outcome: 'rejected', retcode: 10014 }]);
  },
  'a stop on the wrong side is refused': async (broker) => {
    const request = broker.openRequest({ stopLoss: 1.11 });
    await broker.submit(request);
    await broker.price(1.1, 1.1001);
    expect(broker.results(request.number)).toMatchObject([{ outcome: 'rejected', retcode: 10016 }]);
    expect((await broker.books()).positions).toEqual([]);
  },
  'more than the account can carry is refused': async (broker) => {
    const request = broker.openRequest({ lots: 100 as Lots });
    await broker.submit(request);
    await broker.price(1.1, 1.1001);
    expect(broker.results(request.number)).toMatchObject([{ outcome: 'rejected', retcode: 10019 }]);
  },
};

const WAITING: Readonly<Record<string, Check>> = {
  'a limit order waits in the books and is filled at its price': async (broker) => {
    const request = broker.openRequest({ kind: 'limit', price: 1.095 });
    await broker.submit(request);
    expect(broker.results(request.number)).toMatchObject([{ outcome: 'placed' }]);
    const { orders, positions } = await broker.books();
    expect(positions).toEqual([]);
    const { magic, stopLoss, takeProfit } = request;
    expect(orders).toMatchObject([{ kind: 'limit', price: 1.095, magic, stopLoss, takeProfit }]);
    expect(orders[0]?.ticket).toBe(broker.results(request.number)[0]?.order);
    await broker.price(1.0949, 1.095);
    const after = await broker.books();
    expect(after.orders).toEqual([]);
    expect(after.positions).toMatchObject([{ magic, openPrice: 1.095, stopLoss, takeProfit }]);
  },
  'a waiting order can be cancelled, once': async (broker) => {
    const request = broker.openRequest({ kind: 'limit', price: 1.095 });
    await broker.submit(request);
    const ticket = broker.results(request.number)[0]?.order as Ticket;
    const first = await broker.cancel(ticket);
    expect(broker.results(first)).toMatchObject([{ outcome: 'done' }]);
    expect(broker.events.findLast((event) => event.type === 'pending')).toMatchObject({
      state: 'cancelled',
      order: { ticket },
    });
    const second = await broker.cancel(ticket);
    expect(broker.results(second)).toMatchObject([{ outcome: 'rejected' }]);
    await broker.price(1.09, 1.0901);
    expect(await broker.books()).toMatchObject({ positions: [], orders: [], deals: [] });
  },
};

const MANAGING: Readonly<Record<string, Check>> = {
  'a position is closed whole': async (broker) => {
    const ticket = await broker.openPosition();
    const number = await broker.close(ticket, 0.1);
    await broker.price(1.1031, 1.1032);
    expect(broker.results(number)).toMatchObject([{ outcome: 'done', retcode: 10009 }]);
    expect(broker.deals.at(-1)).toMatchObject({
      remaining: 0,
      deal: { entry: 'out', side: 'sell', position: ticket, lots: 0.1, price: 1.1031, profit: 30 },
    });
    expect(broker.deals.at(-1)?.position).toBeUndefined();
    expect((await broker.books()).positions).toEqual([]);
  },
  'a position is closed in part and keeps its ticket, stop and target': async (broker) => {
    const ticket = await broker.openPosition();
    await broker.close(ticket, 0.04);
    await broker.price(1.1031, 1.1032);
    expect(broker.deals.at(-1)).toMatchObject({
      remaining: 0.06,
      deal: { lots: 0.04, profit: 12 },
    });
    expect((await broker.books()).positions).toMatchObject([
      { ticket, lots: 0.06, stopLoss: 1.09, takeProfit: 1.12, openPrice: 1.1001 },
    ]);
  },
  'more than is open cannot be closed': async (broker) => {
    const ticket = await broker.openPosition();
    const number = await broker.close(ticket, 0.2);
    await broker.price(1.1, 1.1001);
    expect(broker.results(number)).toMatchObject([{ outcome: 'rejected' }]);
    expect((await broker.books()).positions).toMatchObject([{ ticket, lots: 0.1 }]);
  },
  'stop and target are changed in one request': async (broker) => {
    const ticket = await broker.openPosition();
    const number = await broker.modify(ticket, 1.095, 1.13);
    expect(broker.results(number)).toMatchObject([{ outcome: 'done' }]);
    expect((await broker.books()).positions).toMatchObject([
      { ticket, stopLoss: 1.095, takeProfit: 1.13 },
    ]);
  },
  'a stop on the wrong side of the price is not taken': async (broker) => {
    const ticket = await broker.openPosition();
    const number = await broker.modify(ticket, 1.105, 1.13);
    expect(broker.results(number)).toMatchObject([{ outcome: 'rejected', retcode: 10016 }]);
    expect((await broker.books()).positions).toMatchObject([{ stopLoss: 1.09, takeProfit: 1.12 }]);
  },
  'the broker closes at the stop by itself': async (broker) => {
    const ticket = await broker.openPosition();
    await broker.price(1.09, 1.0901);
    expect(broker.deals.at(-1)).toMatchObject({
      remaining: 0,
      deal: { position: ticket, entry: 'out', reason: 'stop-loss', price: 1.09, profit: -101 },
    });
  },
  'the broker closes at the target by itself': async (broker) => {
    const ticket = await broker.openPosition();
    await broker.price(1.12, 1.1201);
    expect(broker.deals.at(-1)?.deal).toMatchObject({
      position: ticket,
      reason: 'take-profit',
      price: 1.12,
      profit: 199,
    });
  },
  'what is not in the books is refused: close and change of an unknown ticket': async (broker) => {
    const close = await broker.close('987654321' as Ticket, 0.1);
    const modify = await broker.modify('987654321' as Ticket, 1.09, 1.12);
    await broker.price(1.1, 1.1001);
    expect(broker.results(close)).toMatchObject([{ outcome: 'rejected', retcode: 10036 }]);
    expect(broker.results(modify)).toMatchObject([{ outcome: 'rejected', retcode: 10036 }]);
  },
  'a close of what its stop has closed is refused': async (broker) => {
    const ticket = await broker.openPosition();
    await broker.price(1.09, 1.0901);
    const number = await broker.close(ticket, 0.1);
    await broker.price(1.09, 1.0901);
    expect(broker.results(number)).toMatchObject([{ outcome: 'rejected', retcode: 10036 }]);
    expect(broker.deals).toHaveLength(2);
  },
};

const TELLING: Readonly<Record<string, Check>> = {
  'the balance is the sum of its deals': async (broker) => {
    const start = (await broker.books()).account.balance;
    const ticket = await broker.openPosition();
    await broker.close(ticket, 0.03);
    await broker.price(1.1061, 1.1062);
    await broker.price(1.09, 1.0901);
    const { account, deals } = await broker.books();
    const cents = deals.map((deal) => deal.profit + deal.commission + deal.swap);
    const sum = cents.reduce((total, one) => total + one, start);
    expect(account.balance).toBeCloseTo(sum, 8);
    expect(account).toMatchObject({ equity: account.balance, margin: 0 });
    expect(broker.deals.at(-1)?.balance).toBe(account.balance);
  },
  'the books show equity, margin and free margin of what is open': async (broker) => {
    await broker.openPosition();
    await broker.price(1.1051, 1.1052);
    const { account } = await broker.books();
    expect(account.equity - account.balance).toBeCloseTo(50, 8);
    expect(account.margin).toBeGreaterThan(0);
    expect(account.freeMargin).toBeCloseTo(account.equity - account.margin, 8);
  },
  'the books hold deals from the instant asked for on': async (broker) => {
    const ticket = await broker.openPosition();
    await broker.close(ticket, 0.1);
    await broker.price(1.1031, 1.1032);
    const all = (await broker.books()).deals;
    expect(all.map((deal) => deal.entry)).toEqual(['in', 'out']);
    const since = all[1]?.time ?? NaN;
    expect((await broker.books(since)).deals.map((deal) => deal.entry)).toEqual(['out']);
    expect((await broker.books(since + 1)).deals).toEqual([]);
  },
  'events are drained once, and an idle queue wakes its reader once': async (broker) => {
    let woken = 0;
    broker.broker.onEvent(() => {
      woken += 1;
    });
    // Not drained in between: the second answer finds the queue awake.
    broker.broker.submit(broker.openRequest({ lots: 0.001 as Lots }));
    await broker.submit(broker.openRequest({ lots: 0.001 as Lots }));
    expect(woken).toBe(1);
    expect(broker.events.filter((event) => event.type === 'order-result')).toHaveLength(2);
    expect(broker.broker.drain()).toEqual([]);
    await broker.submit(broker.openRequest({ lots: 0.001 as Lots }));
    expect(woken).toBe(2);
  },
  'tickets are text and no two are alike': async (broker) => {
    const ticket = await broker.openPosition();
    await broker.close(ticket, 0.1);
    await broker.price(1.1, 1.1001);
    const { deals } = await broker.books();
    const tickets = deals.map((deal) => deal.ticket);
    expect(tickets.every((one) => typeof one === 'string')).toBe(true);
    expect(new Set(tickets).size).toBe(2);
    expect(new Set(deals.map((deal) => deal.order)).size).toBe(2);
  },
};

const CHECKS = { ...OPENING, ...WAITING, ...MANAGING, ...TELLING };
