import { setImmediate, setTimeout } from 'node:timers/promises';
import type { AccountTerms } from '../../mt5/account-terms.ts';
import { accountBehind, NAMESPACE, termsOf, until } from '../../mt5/testing/account-behind.ts';
import type { SimulatedBrokerSettings } from '../../simulated/settings.ts';
import type { LineSettings } from '../line-settings.ts';
import { MetaApiTerminal } from '../metaapi-terminal.ts';
import { FakeCloud, type FakeCloudParts } from './fake-cloud.ts';
import { FAKE_LOGIN, FAKE_SERVER } from './fake-records.ts';
import { FAKE_TOKEN, fakeSdk } from './fake-sdk.ts';

export const TERMS: AccountTerms = { ...termsOf(FAKE_LOGIN, FAKE_SERVER), road: 'metaapi' };

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
  const { clock, now, instruments, simulated, portOver } = accountBehind(broker);
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
  const open = async (): Promise<void> => {
    terminal.open();
    await until(() => terminal.inStep, 'being in step');
  };
  return { clock, simulated, cloud, log, terminal, newTerminal, broker: portOver(terminal), open };
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
