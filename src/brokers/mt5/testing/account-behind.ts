import { setTimeout } from 'node:timers/promises';
import type { Currency, Money, SymbolName } from '../../../market/units.ts';
import { NOON, shipped } from '../../simulated/broker-fixture.ts';
import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../../simulated/settings.ts';
import { SimulatedBroker } from '../../simulated/simulated-broker.ts';
import type { AccountTerms } from '../account-terms.ts';
import { Mt5Broker } from '../mt5-broker.ts';
import { SymbolNames } from '../symbol-names.ts';
import type { TerminalPort } from '../terminal-port.ts';

export const NAMESPACE = 4711;
export const EURUSD = 'EURUSD' as SymbolName;

const USD = 'USD' as Currency;

/** Whom a test lets in, whichever road leads there. */
export function termsOf(login: string, server: string): AccountTerms {
  return { name: 'main', login, server, mode: 'demo', currency: USD };
}

/** What lies behind a terminal, whichever road leads there: a simulated broker under a clock that a test moves. */
export function accountBehind(broker: Partial<SimulatedBrokerSettings> = {}) {
  const clock = { time: NOON };
  const now = () => clock.time;
  const instruments = shipped();
  const simulated = new SimulatedBroker(
    {
      ...DEFAULT_SIMULATED_BROKER,
      currency: USD,
      initialBalance: 20_000 as Money,
      commissionPerLot: 0 as Money,
      tradeMode: 'demo',
      ...broker,
    },
    instruments,
  );
  const portOver = (terminal: TerminalPort) =>
    new Mt5Broker({
      terminal,
      names: new SymbolNames(),
      now,
      instrument: (symbol) => instruments.get(symbol),
    });
  return { clock, now, instruments, simulated, portOver };
}

export async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 8_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await setTimeout(2);
  }
}
