import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../../brokers/simulated/settings.ts';
import type { ThreadStart } from '../messages.ts';

/** The simulated broker's terms for an account. */
export function brokerTerms({ settings, world }: ThreadStart): SimulatedBrokerSettings {
  return {
    ...DEFAULT_SIMULATED_BROKER,
    currency: settings.currency,
    initialBalance: world.startBalance,
    leverage: world.leverage,
    ...(world.stopOut ? { stopOut: world.stopOut } : {}),
    commissionPerLot: settings.commissionPerLotSide,
    serverClock: settings.serverClock,
  };
}
