import { expect, it } from 'vitest';
import type { BooksRead } from '../../execution/broker-port.ts';
import type { Money, UtcMs } from '../../market/units.ts';
import { NOON, shipped } from './broker-fixture.ts';
import { DEFAULT_SIMULATED_BROKER } from './settings.ts';
import { SimulatedBroker } from './simulated-broker.ts';

const SETTINGS = { ...DEFAULT_SIMULATED_BROKER, initialBalance: 10_000 as Money };

function read(broker: SimulatedBroker, dealsSince = 0): BooksRead | undefined {
  broker.setLink(true, 'connected');
  broker.submit({ type: 'read-books', dealsSince: dealsSince as UtcMs });
  broker.advance((NOON + 60_000) as UtcMs);
  return broker.drain().findLast((event) => event.type === 'books');
}

it('a charge moves the balance and stands in the books, also after a restart', () => {
  const broker = new SimulatedBroker(SETTINGS, shipped());
  broker.advance(NOON);
  broker.charge('commission', -12.5 as Money, 'of the day');
  broker.advance((NOON + 1000) as UtcMs);
  broker.charge('interest', 3 as Money);
  expect(broker.drain().map(({ type }) => type)).toEqual(['account', 'account']);
  const again = new SimulatedBroker(
    SETTINGS,
    shipped(),
    JSON.parse(JSON.stringify(broker.snapshot())) as ReturnType<SimulatedBroker['snapshot']>,
  );
  for (const one of [broker, again]) {
    expect(read(one)).toMatchObject({
      account: { balance: 9_990.5 },
      deals: [],
      charges: [
        { ticket: '1', time: NOON, kind: 'commission', amount: -12.5, comment: 'of the day' },
        { ticket: '2', time: NOON + 1000, kind: 'interest', amount: 3, comment: '' },
      ],
    });
    expect(read(one, NOON + 1)?.charges).toHaveLength(1);
  }
});
