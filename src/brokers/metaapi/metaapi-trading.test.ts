import { describe, expect, it } from 'vitest';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type { Lots, Money, UtcMs } from '../../market/units.ts';
import { NOON } from '../simulated/broker-fixture.ts';
import { clientIdOf } from './magic-notes.ts';
import { cloudAccount, settled } from './testing/cloud-account.ts';
import { opened, order } from './testing/opened-account.ts';
import { EURUSD, NAMESPACE, until } from '../mt5/testing/account-behind.ts';

describe('an order at MetaApi', () => {
  it('carries magic, label and a comment that together are short enough', async () => {
    const { broker, cloud, price, terminal, outcomes } = await opened();
    broker.submit(order(1));
    await price(1.1, 1.1001);
    expect(outcomes()).toEqual(['done']);
    const [held] = cloud.positions();
    const magic = magicOf(NAMESPACE, 1 as OrderNumber);
    expect(held).toMatchObject({ magic, clientId: clientIdOf(magic), stopLoss: 1.09 });
    expect(`${held?.comment ?? ''}${held?.clientId ?? ''}`).toHaveLength(26);
    terminal.close();
  });

  it('is unknown after a time-out, is found in the books, and is not sent again', async () => {
    const { broker, cloud, price, books, terminal, outcomes } = await opened();
    cloud.faults.trade = () => 'lost-answer';
    broker.submit(order(1));
    broker.submit(order(1));
    await price(1.1, 1.1001);
    for (let more = 0; more < 20 && outcomes().length < 3; more += 1) await price(1.1, 1.1001);
    expect(outcomes()).toEqual(['unknown', 'unknown', 'done']);
    expect((await books()).positions).toHaveLength(1);
    expect([...cloud.sent.values()]).toEqual([1]);
    terminal.close();
  });

  it('that changes or cancels and got no answer is settled by what the books show', async () => {
    const { broker, cloud, price, books, terminal, events } = await opened();
    broker.submit(order(1));
    broker.submit(order(2, { kind: 'limit', price: 1.095 }));
    await price(1.1, 1.1001);
    const { positions, orders } = await books();
    const of = (number: number) => {
      const numbered = number as OrderNumber;
      return { number: numbered, magic: magicOf(NAMESPACE, numbered) };
    };
    cloud.faults.trade = () => 'lost-answer';
    const position = positions[0]?.ticket as Ticket;
    broker.submit({ type: 'modify', ...of(3), position, stopLoss: 1.095, takeProfit: 1.13 });
    broker.submit({ type: 'cancel', ...of(4), order: orders[0]?.ticket as Ticket });
    await settled();
    await books();
    await settled();
    await price(1.1, 1.1001);
    const told = events.flatMap((event) =>
      event.type === 'order-result' && event.number > 2 ? [[event.number, event.outcome]] : [],
    );
    expect(told).toEqual([
      [3, 'unknown'],
      [4, 'unknown'],
      [3, 'done'],
      [4, 'done'],
    ]);
    terminal.close();
  });

  it.each([
    ['ValidationError', 'rejected'],
    ['TooManyRequestsError', 'rejected'],
    ['NotConnectedError', 'unknown'],
  ] as const)('that the service answers with %s is %s', async (fault, outcome) => {
    const { broker, cloud, price, terminal, outcomes } = await opened();
    cloud.faults.trade = () => fault;
    broker.submit(order(1));
    await price(1.1, 1.1001);
    expect(outcomes()).toEqual([outcome]);
    terminal.close();
  });

  it('is refused, and nothing sent, while the terminal has no broker', async () => {
    const { broker, cloud, price, terminal, events } = await opened();
    cloud.disconnect();
    broker.submit(order(1));
    await price(1.1, 1.1001);
    expect(events.filter(({ type }) => type === 'link').at(-1)).toMatchObject({ up: false });
    expect(events.find(({ type }) => type === 'order-result')).toMatchObject({
      outcome: 'rejected',
    });
    expect(cloud.sent.size).toBe(0);
    terminal.close();
  });
});

describe('an order while the connection has gone without a word', () => {
  it('is not sent', async () => {
    const { broker, cloud, terminal } = await opened();
    cloud.connected = false;
    expect(terminal.inStep).toBe(true);
    broker.submit(order(1));
    expect(broker.drain()).toMatchObject([{ type: 'order-result', outcome: 'rejected' }]);
    expect(cloud.sent.size).toBe(0);
    terminal.close();
  });
});

describe('the books at MetaApi', () => {
  it('are not believed empty right after a reconnect, and a stale stream is not believed', async () => {
    const { broker, cloud, price, terminal, log, events } = await opened();
    broker.submit(order(1));
    await price(1.1, 1.1001);
    const [held] = cloud.positions();
    cloud.disconnect();
    expect(terminal.inStep).toBe(false);
    cloud.streamed();
    cloud.faults.staleStream = true;
    cloud.submitForeign({
      type: 'close',
      position: held?.id as Ticket,
      lots: 0.1 as Lots,
      magic: magicOf(NAMESPACE, 9 as OrderNumber),
    });
    await price(1.1, 1.1001);
    let ready = 0;
    terminal.listen({ onReady: (_, { positions }) => (ready = positions.length + 1) });
    cloud.faults.emptyReads = 1;
    cloud.reconnect();
    await until(() => terminal.inStep, 'being in step');
    expect(ready).toBe(1); // none is held, as the terminal says; the stream shows one
    expect(log.join()).toContain('the terminal is believed');
    expect(events.length).toBeGreaterThan(0);
    terminal.close();
  });

  it('are read twice alike before anything may be opened', async () => {
    const account = cloudAccount();
    const { cloud, clock, simulated, terminal } = account;
    clock.time = NOON;
    simulated.onQuote({ symbol: EURUSD, time: NOON, bid: 1.1, ask: 1.1001 });
    const { type, ...rest } = order(1);
    cloud.submitForeign({ type, ...rest });
    clock.time = (NOON + 1000) as UtcMs;
    cloud.quote(EURUSD, 1.1, 1.1001);
    cloud.faults.emptyReads = 1;
    const seen: number[] = [];
    terminal.listen({ onReady: (_, { positions }) => void seen.push(positions.length) });
    await account.open();
    expect(seen).toEqual([1]);
    terminal.close();
  });

  it('are asked for when money comes or goes without a trade', async () => {
    const { broker, cloud, terminal, events } = await opened();
    const deposit = { id: '99', type: 'DEAL_TYPE_BALANCE', time: new Date(NOON), profit: 500 };
    cloud.tell((listener, server) => listener.onDealAdded(server, deposit));
    await until(() => {
      events.push(...broker.drain());
      return events.at(-1)?.type === 'books';
    }, 'a reading of the books');
    terminal.close();
  });

  it('tell apart what was paid in and what was charged', async () => {
    const { simulated, books, cloud, terminal } = await opened();
    simulated.pay(500 as Money);
    simulated.charge('dividend', 12 as Money, 'EURUSD');
    simulated.charge('tax', -3 as Money);
    const read = await books();
    expect(read.charges).toMatchObject([
      { kind: 'dividend', amount: 12, comment: 'EURUSD' },
      { kind: 'tax', amount: -3 },
    ]);
    expect(read.account.balance).toBe(cloud.books().account.balance);
    terminal.close();
  });

  it('are asked for when a deal or its position does not come', async () => {
    const { broker, cloud, price, terminal, events } = await opened();
    cloud.faults.lateDeals = true;
    broker.submit(order(1));
    await price(1.1, 1.1001);
    expect(events.some(({ type }) => type === 'deal')).toBe(false);
    await until(() => {
      events.push(...broker.drain());
      return events.at(-1)?.type === 'books';
    }, 'a reading of the books');
    expect(events.at(-1)).toMatchObject({ positions: [{ lots: 0.1 }], deals: [{ entry: 'in' }] });
    // What comes at last has been told.
    cloud.releaseDeals();
    await price(1.1, 1.1001);
    expect(events.some(({ type }) => type === 'deal')).toBe(false);
    terminal.close();
  });

  it('are read again when the service has had too many questions', async () => {
    const { cloud, books, terminal } = await opened();
    cloud.faults.tooManyReads = 2;
    expect((await books()).account.balance).toBe(20_000);
    terminal.close();
  });
});
