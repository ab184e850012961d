import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerEvent, OpenRequest } from '../../execution/broker-port.ts';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import type { Lots, Points, UtcMs } from '../../market/units.ts';
import { answered, linkedAccount } from './testing/linked-account.ts';
import type { Fault } from './testing/test-terminal.ts';
import { EURUSD, NAMESPACE, until } from './testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

async function account() {
  const all = await linkedAccount();
  undo.push(() => all.gateway.close());
  const events: BrokerEvent[] = [];
  const take = (): void => void events.push(...all.broker.drain());
  const quote = (bid: number): void => {
    all.clock.time = (all.clock.time + 1_000) as UtcMs;
    all.books.quote(EURUSD, bid, bid + 0.0001);
  };
  const outcomes = (): string[] => {
    take();
    return events.flatMap((event) => (event.type === 'order-result' ? event.outcome : []));
  };
  return { ...all, events, take, quote, outcomes };
}

function order(number: number): OpenRequest {
  const one = number as OrderNumber;
  return {
    type: 'open',
    number: one,
    magic: magicOf(NAMESPACE, one),
    symbol: EURUSD,
    side: 'buy',
    kind: 'market',
    lots: 0.1 as Lots,
    price: 1.1001,
    stopLoss: 1.09,
    takeProfit: 1.12,
    deviation: 50 as Points,
    comment: 'a comment with spaces, and more than twenty-six',
  };
}

/** The fault of the first trade request; all others arrive. */
function once(fault: Fault): (request: { readonly t?: unknown }) => Fault {
  let left = 1;
  return ({ t }) => {
    if (t !== 'order' || left === 0) return 'none';
    left -= 1;
    return fault;
  };
}

describe('an order over a link that breaks', () => {
  it('is unknown when the link is cut before it arrives, and is never sent again', async () => {
    const { terminal, broker, books, connect, outcomes, quote } = await account();
    await connect({ fault: once('cut-before') });
    await until(() => terminal.inStep, 'being in step');
    broker.submit(order(1));
    await until(() => outcomes().length > 0, 'an outcome');
    await connect();
    await until(() => terminal.inStep, 'being in step again');
    quote(1.1);
    await answered(terminal);
    expect(outcomes()).toEqual(['unknown']);
    expect(books.sent.size).toBe(0);
  });

  it('is found in the books when only its answer was lost', async () => {
    const { terminal, broker, books, connect, outcomes, quote, events } = await account();
    await connect({ fault: once('cut-after') });
    await until(() => terminal.inStep, 'being in step');
    broker.submit(order(1));
    await until(() => outcomes().length > 0, 'an outcome');
    quote(1.1); // filled while nobody listens
    await connect();
    await until(() => outcomes().length > 1, 'what the journal knows');
    expect(outcomes()).toEqual(['unknown', 'done']);
    expect([...books.sent.values()]).toEqual([1]);
    expect(
      events.filter(({ type }) => type === 'link').map((event) => 'up' in event && event.up),
    ).toEqual([true, false, true]);
  });

  it('that is handed over without a terminal is refused, for nothing was sent', async () => {
    const { broker, outcomes, books } = await account();
    broker.submit(order(1));
    expect(outcomes()).toEqual(['rejected']);
    broker.submit(order(1)); // the same once more: nobody knows any better
    expect(books.sent.size).toBe(0);
  });

  it('is answered with the books, whole, whatever was dropped', async () => {
    const { terminal, connect, quote, events, take, broker } = await account();
    const client = await connect();
    await until(() => terminal.inStep, 'being in step');
    broker.submit(order(1));
    await answered(terminal);
    client.drop(); // a push is missing: the books are asked for unasked
    quote(1.1);
    await until(() => {
      take();
      return events.some((event) => event.type === 'books' && event.positions.length === 1);
    }, 'books');
  });
});

describe('a terminal', () => {
  it('that falls silent is given up, with the reason', { timeout: 12_000 }, async () => {
    const { terminal, connect, log } = await account();
    const client = await connect();
    await until(() => terminal.inStep, 'being in step');
    client.silent = true;
    await until(() => !terminal.inStep, 'the end of the link');
    expect(log.at(-1)).toMatch(/E_TIMEOUT: silent for [56]\.\d s/);
  });

  it('that says it will be held up is waited for so long, and no longer', async () => {
    const { terminal, connect } = await account();
    const client = await connect();
    await until(() => terminal.inStep, 'being in step');
    expect(terminal.patience()).toBe(5_000);
    client.push('busy', { ms: 45_000, why: 'the terminal is asked for ticks' });
    await until(() => terminal.patience() === 50_000, 'more patience');
    client.heartbeat();
    await until(() => terminal.patience() === 5_000, 'the usual patience');
    client.push('busy', { ms: 7_200_000, why: 'for ever' });
    expect(await client.next('bye')).toMatchObject({ code: 'E_FIELD' });
  });

  it('that stops in the middle of a frame is given up too', { timeout: 12_000 }, async () => {
    const { terminal, connect } = await account();
    const client = await connect();
    await until(() => terminal.inStep, 'being in step');
    client.silent = true;
    client.sendBytes(Buffer.from([0, 0, 1, 0, 0x7b]));
    await until(() => !terminal.inStep, 'the end of the link');
  });

  it('that loses its server is not in step, and comes back with its books', async () => {
    const { terminal, connect, take, events } = await account();
    const client = await connect();
    await until(() => terminal.inStep, 'being in step');
    client.heartbeat({ connected: false });
    await until(() => !terminal.inStep, 'being out of step');
    client.heartbeat();
    await until(() => terminal.inStep, 'being in step again');
    take();
    expect(events.filter(({ type }) => type === 'link')).toMatchObject([
      { up: true },
      { up: false, detail: 'the terminal has lost its connection to the trade server' },
      { up: true },
    ]);
  });
});
