import type { BooksRead, BrokerEvent, OpenRequest } from '../../../execution/broker-port.ts';
import { magicOf, type OrderNumber } from '../../../execution/order.ts';
import type { Lots, Points, UtcMs } from '../../../market/units.ts';
import { cloudAccount, settled } from './cloud-account.ts';
import { EURUSD, NAMESPACE, until } from '../../mt5/testing/account-behind.ts';

/** An order of this number, as a test changes it. */
export function order(number: number, change: Partial<OpenRequest> = {}): OpenRequest {
  return {
    type: 'open',
    number: number as OrderNumber,
    magic: magicOf(NAMESPACE, number as OrderNumber),
    symbol: EURUSD,
    side: 'buy',
    kind: 'market',
    lots: 0.1 as Lots,
    price: 1.1001,
    stopLoss: 1.09,
    takeProfit: 1.12,
    deviation: 50 as Points,
    comment: 'a comment that is longer than any broker keeps',
    ...change,
  };
}

/** An account at MetaApi that is in step and has seen a price; all that its broker tells is kept. */
export async function opened(...settings: Parameters<typeof cloudAccount>) {
  const account = cloudAccount(...settings);
  const { cloud, clock, broker } = account;
  const events: BrokerEvent[] = [];
  const drain = (): void => void events.push(...broker.drain());
  const price = async (bid: number, ask: number): Promise<void> => {
    clock.time = (clock.time + 1000) as UtcMs;
    cloud.quote(EURUSD, bid, ask);
    await settled();
    drain();
  };
  const books = async (): Promise<BooksRead> => {
    broker.submit({ type: 'read-books', dealsSince: 0 as UtcMs });
    await until(() => {
      drain();
      return events.at(-1)?.type === 'books';
    }, 'an answer with the books');
    return events.at(-1) as BooksRead;
  };
  const outcomes = (): string[] =>
    events.flatMap((event) => (event.type === 'order-result' ? event.outcome : []));
  await account.open();
  drain();
  await price(1.1, 1.1001);
  return { ...account, events, price, books, outcomes };
}
