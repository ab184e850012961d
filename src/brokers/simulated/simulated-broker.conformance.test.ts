import { describeBrokerPort } from '../conformance/broker-port-suite.ts';
import type { BrokerUnderTest } from '../conformance/broker-harness.ts';
import type { Currency, Money, SymbolName, UtcMs } from '../../market/units.ts';
import { NOON, shipped } from './broker-fixture.ts';
import { DEFAULT_SIMULATED_BROKER, type SimulatedBrokerSettings } from './settings.ts';
import { SimulatedBroker } from './simulated-broker.ts';

const SYMBOL = 'EURUSD' as SymbolName;

function under(change: Partial<SimulatedBrokerSettings>): BrokerUnderTest {
  const settings = { ...DEFAULT_SIMULATED_BROKER, currency: 'USD' as Currency, ...change };
  const broker = new SimulatedBroker(
    { ...settings, initialBalance: 20_000 as Money, commissionPerLot: 0 as Money },
    shipped(),
  );
  let time = NOON;
  return {
    broker,
    symbol: SYMBOL,
    price(bid, ask) {
      time = (time + 1000) as UtcMs;
      broker.onQuote({ symbol: SYMBOL, time, bid, ask });
    },
    settle() {},
  };
}

describeBrokerPort('simulated, hedging', { newBroker: () => under({}) });
describeBrokerPort('simulated, netting', { newBroker: () => under({ positionMode: 'netting' }) });
