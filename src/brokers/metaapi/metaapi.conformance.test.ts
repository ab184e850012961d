import type { UtcMs } from '../../market/units.ts';
import type { BrokerUnderTest } from '../conformance/broker-harness.ts';
import { describeBrokerPort } from '../conformance/broker-port-suite.ts';
import type { SimulatedBrokerSettings } from '../simulated/settings.ts';
import { cloudAccount, settled } from './testing/cloud-account.ts';
import type { Faults } from './testing/fake-faults.ts';
import { EURUSD } from '../mt5/testing/account-behind.ts';

async function under(
  change: Partial<SimulatedBrokerSettings>,
  faults: Partial<Faults> = {},
): Promise<BrokerUnderTest> {
  const { broker, cloud, clock, terminal, open } = cloudAccount(change);
  Object.assign(cloud.faults, faults);
  await open();
  broker.drain();
  return {
    broker,
    symbol: EURUSD,
    async price(bid, ask) {
      clock.time = (clock.time + 1000) as UtcMs;
      cloud.quote(EURUSD, bid, ask);
      await settled();
    },
    settle: async () => settled(),
    stop: () => terminal.close(),
  };
}

describeBrokerPort('MetaApi, hedging', { newBroker: async () => under({}) });
describeBrokerPort('MetaApi, netting', {
  newBroker: async () => under({ positionMode: 'netting' }),
});
describeBrokerPort('MetaApi, every event twice, positions before deals', {
  newBroker: async () => under({}, { twice: true, positionsFirst: true }),
});
describeBrokerPort('MetaApi that loses magics, at a broker that writes its own comments', {
  newBroker: async () => under({}, { loseMagic: true, ownComment: true }),
});
