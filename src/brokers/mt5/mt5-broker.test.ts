import { expect, it } from 'vitest';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Lots, Money, Points, UtcMs } from '../../market/units.ts';
import { Mt5Broker } from './mt5-broker.ts';
import { SymbolNames } from './symbol-names.ts';
import { answered, linkedAccount } from './testing/linked-account.ts';
import { EURUSD, NAMESPACE, until } from './testing/account-behind.ts';

it('opens nothing of a symbol that may only be closed', async () => {
  const { terminal, gateway, clock, books, connect } = await linkedAccount();
  const eurusd = shippedInstrument(EURUSD);
  const broker = new Mt5Broker({
    terminal,
    names: new SymbolNames(),
    now: () => clock.time,
    instrument: () => (eurusd ? { ...eurusd, tradeMode: 'close-only' } : undefined),
  });
  const connected = await connect();
  await until(() => terminal.inStep, 'being in step');
  const number = 1 as OrderNumber;
  broker.submit({
    type: 'open',
    number,
    magic: magicOf(NAMESPACE, number),
    symbol: EURUSD,
    side: 'buy',
    kind: 'market',
    lots: 0.1 as Lots,
    price: 1.1,
    stopLoss: 1.09,
    takeProfit: 0,
    deviation: 10 as Points,
    comment: '',
  });
  await answered(terminal);
  const results = broker.drain().filter(({ type }) => type === 'order-result');
  expect(results).toMatchObject([
    {
      number,
      outcome: 'rejected',
      retcode: 10_044,
      detail: 'positions of EURUSD may only be closed',
    },
  ]);
  expect(books.sent.size).toBe(0);
  connected.cut();
  await gateway.close();
});

it('tells what was charged apart from what was paid, by the ticket of its deal', async () => {
  const { terminal, gateway, simulated, books, broker, connect } = await linkedAccount();
  const connected = await connect();
  await until(() => terminal.inStep, 'being in step');
  broker.drain();
  const read = async (dealsSince: number) => {
    broker.submit({ type: 'read-books', dealsSince: dealsSince as UtcMs });
    await answered(terminal);
    return broker.drain().findLast((event) => event.type === 'books');
  };
  books.quote(EURUSD, 1.1, 1.1001);
  simulated.pay(-300 as Money);
  simulated.charge('charge', -25 as Money, 'data feed');
  simulated.charge('other', -1 as Money);
  books.flush();
  const first = await read(0);
  expect(first).toMatchObject({
    account: { balance: 19_674 },
    deals: [],
    charges: [
      { kind: 'charge', amount: -25, comment: 'data feed' },
      { kind: 'other', amount: -1 },
    ],
  });
  expect(new Set(first?.charges?.map(({ ticket }) => ticket)).size).toBe(2);
  expect((await read(Date.now() * 2))?.charges).toEqual([]);
  connected.cut();
  await gateway.close();
});
