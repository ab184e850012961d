import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Currency, Money, SymbolName } from '../../../market/units.ts';
import type { AccountTerms } from '../../mt5/account-terms.ts';
import { Mt5Broker } from '../../mt5/mt5-broker.ts';
import { SymbolNames } from '../../mt5/symbol-names.ts';
import { until } from '../../mt5/testing/linked-account.ts';
import { NOON, shipped } from '../../simulated/broker-fixture.ts';
import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../../simulated/settings.ts';
import { SimulatedBroker } from '../../simulated/simulated-broker.ts';
import type { LineSettings } from '../line-settings.ts';
import { MetaApiTerminal } from '../metaapi-terminal.ts';
import { FakeCloud, type FakeCloudParts } from './fake-cloud.ts';
import { FAKE_LOGIN, FAKE_SERVER } from './fake-records.ts';
import { FAKE_TOKEN, fakeSdk } from './fake-sdk.ts';

export const NAMESPACE = 4711;
export const EURUSD = 'EURUSD' as SymbolName;

export const TERMS: AccountTerms = {
  name: 'main',
  login: FAKE_LOGIN,
  server: FAKE_SERVER,
  mode: 'demo',
  currency: 'USD' as Currency,
  road: 'metaapi',
};

/** As usual, a hundred times as fast. */
export const FAST = {
  lookMs: 2,
  pauseMs: 2,
  firstRetryMs: 5,
  longestRetryMs: 20,
  personRetryMs: 20,
  givenUpMs: 400,
};

/** A whole account at MetaApi: terminal, broker port, and a cloud that a test moves. */
export function cloudAccount(
  broker: Partial<SimulatedBrokerSettings> = {},
  settings: Partial<LineSettings> = {},
  parts: Partial<FakeCloudParts> = {},
) {
  const clock = { time: NOON };
  const instruments = shipped();
  const simulated = new SimulatedBroker(
    {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 20_000 as Money,
      commissionPerLot: 0 as Money,
      tradeMode: 'demo',
      ...broker,
    },
    instruments,
  );
  const now = () => clock.time;
  const cloud = new FakeCloud({ broker: simulated, instruments, now, ...parts });
  const log: string[] = [];
  const newTerminal = () =>
    new MetaApiTerminal(NAMESPACE, {
      terms: TERMS,
      accountId: 'an-account',
      deploy: false,
      load: async () => fakeSdk(cloud),
      token: () => FAKE_TOKEN,
      log: (level, text) => void log.push(`${level}: ${text}`),
      timing: FAST,
      now,
      ...settings,
    });
  const terminal = newTerminal();
  const port = new Mt5Broker({
    terminal,
    names: new SymbolNames(),
    now,
    instrument: (symbol) => instruments.get(symbol),
  });
  const open = async (): Promise<void> => {
    terminal.open();
    await until(() => terminal.inStep, 'being in step');
  };
  return { clock, simulated, cloud, log, terminal, newTerminal, broker: port, open };
}

/** So many turns of the loop: enough for what needs no timer. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

/** Until what was asked has been answered, as far as it will be: many turns of the loop, and its timers. */
export async function settled(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await turns(10);
    await setTimeout(1);
  }
}
