import { afterEach, describe, expect, it } from 'vitest';
import { Mt5Broker } from '../../src/brokers/mt5/mt5-broker.ts';
import { SymbolNames } from '../../src/brokers/mt5/symbol-names.ts';
import { openGateway, TERMS } from '../../src/brokers/mt5/testing/linked-account.ts';
import type { BrokerEvent } from '../../src/execution/broker-port.ts';
import { magicOf, type OrderNumber } from '../../src/execution/order.ts';
import { shippedInstrument } from '../../src/market/instruments.ts';
import type { Lots, Points, UtcMs } from '../../src/market/units.ts';
import type { Message } from './scripted-gateway.ts';
import { ScriptedTerminal } from './scripted-terminal.ts';
import { EURUSD, until } from '../../src/brokers/mt5/testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

const DONE = {
  ok: true,
  state: 'DONE',
  dup: false,
  retcode: 10_009,
  retcode_name: 'DONE',
  retcode_external: 0,
  mql_error: 0,
  order: '18446744073709551615',
  deal: '18446744073709551614',
  position: '18446744073709551615',
  volume: 0.1,
  price: 1.1,
  bid: 1.0999,
  ask: 1.1,
  filling: 'ORDER_FILLING_IOC',
  comment: '',
};

async function linked({ token = 5 } = {}) {
  const { terminal, gateway, port, log } = await openGateway({}, { token });
  undo.push(() => gateway.close());
  const broker = new Mt5Broker({
    terminal,
    names: new SymbolNames(),
    now: () => Date.now() as UtcMs,
    instrument: (symbol) => shippedInstrument(symbol),
  });
  const events: BrokerEvent[] = [];
  const seen = (): readonly BrokerEvent[] => {
    events.push(...broker.drain());
    return events;
  };
  const results = () => seen().flatMap((one) => (one.type === 'order-result' ? one.outcome : []));
  const dial = (): ScriptedTerminal => {
    const one = new ScriptedTerminal(port, TERMS.login, TERMS.server);
    undo.push(() => one.cut());
    return one;
  };
  const number = 3 as OrderNumber;
  const magic = magicOf(terminal.settings.namespace, number);
  const open = (): void =>
    broker.submit({
      type: 'open',
      number,
      magic,
      symbol: EURUSD,
      side: 'buy',
      kind: 'market',
      lots: 0.1 as Lots,
      price: 1.1,
      stopLoss: 1.09,
      takeProfit: 1.12,
      deviation: 20 as Points,
      comment: 'written from the page',
    });
  return { dial, log, magic: String(magic), open, results, seen, terminal };
}

describe('a terminal that was written from docs/bridge-protocol.md alone', () => {
  it('is let in, understood, and asked as the page says', async () => {
    const { dial, magic, open, results, seen, terminal } = await linked();
    const one = dial();
    await until(() => terminal.inStep, 'being in step');
    expect(seen().find(({ type }) => type === 'link')).toMatchObject({ up: true });
    one.answers = (request) => (request['t'] === 'order' ? { ...DONE, magic } : undefined);
    const before = one.mono;
    open();
    const order = await one.next('order');
    expect(Object.keys(order).toSorted()).toEqual(ORDER_FIELDS);
    expect(order).toMatchObject({
      symbol: 'EURUSD',
      side: 'buy',
      kind: 'market',
      volume: 0.1,
      price: 1.1,
      sl: 1.09,
      tp: 1.12,
      magic,
      token: 5,
    });
    expect(Object.values(order).every((value) => typeof value !== 'object')).toBe(true);
    expect(Number(order['until'])).toBeGreaterThan(before);
    expect(String(order['comment'])).toMatch(/^[\w-]{0,26}$/);
    await until(() => results().length === 1, 'an outcome');
    expect(results()).toEqual(['done']);
    const row = { ticket: DONE.deal, order: DONE.order, position: DONE.position, magic };
    one.push('tx', { ...TRANSACTION, deal_row: { ...DEAL, ...row } });
    await until(() => seen().some(({ type }) => type === 'deal'), 'the deal');
    expect(seen().find(({ type }) => type === 'deal')).toMatchObject({
      deal: { ticket: DONE.deal, position: DONE.position, lots: 0.1, price: 1.1 },
    });
    const ids = one.heard.flatMap(({ id }) => (typeof id === 'number' ? [id] : []));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('is asked by find what became of an order whose answer was lost', async () => {
    const { dial, magic, open, results, terminal } = await linked();
    const first = dial();
    await until(() => terminal.inStep, 'being in step');
    first.answers = () => undefined;
    open();
    await first.next('order');
    first.cut();
    await until(() => results().length === 1, 'an outcome');
    const second = dial();
    second.answers = (request: Message) =>
      request['t'] === 'find' ? { ...DONE, dup: true, magic } : undefined;
    expect(await second.next('find')).toMatchObject({ magic });
    await until(() => results().length === 2, 'what is known of it');
    expect(results()).toEqual(['unknown', 'done']);
    expect(second.of('order')).toEqual([]);
  });

  it('that has seen a higher token leaves, and is not traded with', async () => {
    const { dial, log, open, results, terminal } = await linked({ token: 4 });
    const one = dial();
    one.highestToken = 7;
    await until(() => log.some((line) => line.includes('E_FENCED')), 'its goodbye');
    expect(terminal.inStep).toBe(false);
    open();
    expect(results()).toEqual(['rejected']);
    expect(one.of('order')).toEqual([]);
  });

  it('that is told to be silent for a while is waited for', async () => {
    const { dial, terminal } = await linked();
    const one = dial();
    await until(() => terminal.inStep, 'being in step');
    one.push('busy', { ms: 45_000, why: 'ticks' });
    await until(() => terminal.patience() > 45_000, 'patience');
  });
});

const ORDER_FIELDS = [
  'comment',
  'deviation',
  'id',
  'kind',
  'magic',
  'price',
  'side',
  'sl',
  'symbol',
  't',
  'token',
  'tp',
  'until',
  'volume',
];
const TRANSACTION = {
  type: 'TRADE_TRANSACTION_DEAL_ADD',
  deal: DONE.deal,
  order: DONE.order,
  position: DONE.position,
  position_by: '0',
  symbol: 'EURUSD',
  order_type: 'ORDER_TYPE_BUY',
  order_state: 'ORDER_STATE_FILLED',
  deal_type: 'DEAL_TYPE_BUY',
  price: 1.1,
  price_trigger: 0,
  sl: 0,
  tp: 0,
  volume: 0.1,
};
const DEAL = {
  symbol: 'EURUSD',
  type: 'DEAL_TYPE_BUY',
  entry: 'DEAL_ENTRY_IN',
  reason: 'DEAL_REASON_EXPERT',
  volume: 0.1,
  price: 1.1,
  sl: 1.09,
  tp: 1.12,
  profit: 0,
  swap: 0,
  commission: 0,
  fee: 0,
  time_ms: 1_790_000_000_000,
  comment: '',
};
