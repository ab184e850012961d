import type { UtcMs } from '../../market/units.ts';
import type { BrokerUnderTest } from '../conformance/broker-harness.ts';
import { describeBrokerPort } from '../conformance/broker-port-suite.ts';
import type { SimulatedBrokerSettings } from '../simulated/settings.ts';
import { answered, linkedAccount } from './testing/linked-account.ts';
import { EURUSD, until } from './testing/account-behind.ts';

async function under(
  change: Partial<SimulatedBrokerSettings>,
  rowsPerPart: number,
  inPieces = false,
): Promise<BrokerUnderTest> {
  const account = await linkedAccount(change, { rowsPerPart });
  const { terminal, gateway, clock, books, broker, connect } = account;
  const client = await connect();
  client.inPieces = inPieces;
  await until(() => terminal.inStep, 'being in step');
  broker.drain();
  return {
    broker,
    symbol: EURUSD,
    async price(bid, ask) {
      clock.time = (clock.time + 1000) as UtcMs;
      books.quote(EURUSD, bid, ask);
      await answered(terminal);
      await answered(terminal);
    },
    async settle() {
      await answered(terminal);
      await answered(terminal);
    },
    stop: () => gateway.close(),
  };
}

describeBrokerPort('MetaTrader 5 over TCP, hedging', { newBroker: () => under({}, 500) });
describeBrokerPort('MetaTrader 5 over TCP, netting', {
  newBroker: () => under({ positionMode: 'netting' }, 500),
});
describeBrokerPort('MetaTrader 5 over TCP, snapshots in parts of one row, byte by byte', {
  newBroker: () => under({}, 1, true),
});
