import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloudAccount } from '../../brokers/metaapi/testing/cloud-account.ts';
import { FakeSdkError } from '../../brokers/metaapi/testing/fake-faults.ts';
import { FAKE_TOKEN, fakeSdk } from '../../brokers/metaapi/testing/fake-sdk.ts';
import type { Sdk } from '../../brokers/metaapi/sdk.ts';
import { runningProgram } from '../running-program.ts';
import { PanelProgram } from '../test/panel-program.ts';
import { cloudChecks } from './cloud-checks.ts';
import type { Finding } from './finding.ts';
import { summaryText } from './report.ts';
import { demoAccount, groundOf } from './test/test-ground.ts';

const NAME = 'KIMI_TEST_METAAPI_CLOUD';
const ACCOUNT = demoAccount('server_clock: utc+2').replace(
  'mt5: { login: 5012345,',
  `metaapi: { account_id: an-id, token_env: ${NAME}, login: 5012345,`,
);

let cloud: ReturnType<typeof cloudAccount>['cloud'];
let sdk: Sdk;
beforeEach(() => {
  ({ cloud } = cloudAccount());
  sdk = fakeSdk(cloud);
  process.env[NAME] = FAKE_TOKEN;
});
afterEach(() => {
  delete process.env[NAME];
});

const look = (yaml = ACCOUNT, waitS = 1): Promise<Finding[]> =>
  cloudChecks(groundOf(yaml), waitS, async () => sdk);

const told = (found: readonly Finding[]): string[] =>
  found.map(({ group, item, state }) => `${group} ${item} ${state}`);

const UNSEEN = [
  'clock terminal not checked',
  'account terminal not checked',
  'symbols terminal not checked',
];

async function expectShut(seen: RegExp, todo: RegExp, yaml?: string): Promise<void> {
  const found = await look(yaml);
  expect(told(found)).toEqual(['terminal reachable failing', ...UNSEEN]);
  expect(found[0]?.seen).toMatch(seen);
  expect(found[0]?.todo).toMatch(todo);
  expect(JSON.stringify(found)).not.toContain(FAKE_TOKEN);
}

describe('an account at MetaApi', () => {
  it('is looked at as a terminal is, without an order, and let go of', async () => {
    const found = await look();
    expect(told(found)).toEqual([
      'terminal reachable ok',
      'clock server-clock ok',
      'account login ok',
      'account type ok',
      'account connection ok',
      'account password ok',
      'account server-permission ok',
      'symbols mapping ok',
    ]);
    expect(found.map(({ seen }) => seen)).toEqual([
      'Example Broker, Example-Demo, account 5012345, deployed at MetaApi, its token taken',
      'the server is at UTC+2, as server_clock utc+2 says',
      '5012345 on Example-Demo (Example Broker), demo, USD, 1:30',
      'hedging or netting is not told, balance 20000.00 USD',
      'connected to the trade server, and synchronised',
      'the password may trade',
      'the broker allows this account to trade',
      'EURUSD: EUR in USD, 5 digits, 100000 a lot',
    ]);
    expect(cloud.calls).toEqual(['getAccount', 'api.close']);
    expect(summaryText(found)).toContain('Fit to trade.');
  });

  it('whose token is not known is told so, and the token is not shown', () => {
    process.env[NAME] = 'another-token';
    return expectShut(/nobody knows \(token\)/, /^Make a new token/);
  });

  it('that nobody knows is asked for by its id', () => {
    cloud.faults.connectError = new FakeSdkError('NotFoundError', 'no such account');
    return expectShut(/no such account/, /the id of 5012345, and write it as metaapi.account_id/);
  });

  it('that does not answer may be the internet', () => {
    cloud.faults.connectError = new FakeSdkError('TimeoutError', 'timed out');
    return expectShut(/timed out/, /at the internet here/);
  });

  it('that is not deployed is not deployed by looking', async () => {
    cloud.state = 'UNDEPLOYED';
    await expectShut(/is UNDEPLOYED: deploy it/, /start deploys it/, deploys(ACCOUNT));
    expect(cloud.calls).not.toContain('deploy');
  });

  it('that is another one is turned away', () =>
    expectShut(
      /is 5012345 on Example-Demo; account main means 77 on Example-Demo/,
      /configuration/,
      ACCOUNT.replace('login: 5012345', 'login: 77'),
    ));

  it('that is real and not armed is turned away', () => {
    cloud.type = 'ACCOUNT_TRADE_MODE_REAL';
    return expectShut(/^E_REAL: /, /configuration/);
  });
});

const deploys = (yaml: string): string => yaml.replace('account_id:', 'deploy: true, account_id:');

describe('what stands in the way of trading', () => {
  const failing = async (yaml?: string): Promise<string[]> =>
    (await look(yaml)).flatMap(({ item, state, seen }) =>
      state === 'failing' ? [`${item}: ${seen}`] : [],
    );

  it('is the connection to the broker', async () => {
    cloud.connected = false;
    expect(await failing()).toEqual([
      'connection: the terminal at MetaApi is not connected to its trade server',
    ]);
  });

  it("is the investor's password", async () => {
    cloud.investor = true;
    expect(await failing()).toEqual([
      "password: MetaApi has the investor's password: nothing can be traded with it",
    ]);
  });

  it('is another clock', async () => {
    const found = await failing(ACCOUNT.replace('utc+2', 'utc+5'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^server-clock: server_clock utc\+5 says UTC\+5 now, .* UTC\+2/);
  });

  it('is a symbol that the broker does not have, or has as another thing', async () => {
    const traded = ACCOUNT.replace('[EURUSD]', '[EURUSD, XAUUSD, GBPUSD]').replace(
      'login: 5012345,',
      'login: 5012345, symbols: { XAUUSD: GOLD, GBPUSD: EURGBP },',
    );
    expect(await failing(traded)).toEqual([
      'mapping: the broker has no GOLD',
      'mapping: EURGBP: EUR in GBP, 5 digits, 100000 a lot: it is EUR in GBP, not GBP in USD',
    ]);
  });
});

describe('nobody is asked', () => {
  const expectUnasked = (found: readonly Finding[], why: string): void => {
    expect(told(found)).toEqual(['terminal reachable not checked', ...UNSEEN]);
    expect(found[0]?.seen).toBe(why);
    expect(summaryText(found)).toContain('not every terminal was looked at');
    expect(cloud.calls).toEqual([]);
  };

  it('with --wait 0', async () => {
    expectUnasked(await look(ACCOUNT, 0), '--wait 0: no terminal is looked at');
  });

  it('without a token', async () => {
    delete process.env[NAME];
    expectUnasked(await look(), 'without its token MetaApi lets nobody in');
  });

  it('without the SDK', async () => {
    expectUnasked(await cloudChecks(groundOf(ACCOUNT), 1), 'the MetaApi SDK is not installed');
  });

  it('while another process holds the state folder and is silent', async () => {
    const held = groundOf(ACCOUNT, { isHeld: true });
    const why = 'a process holds the state folder and does not answer';
    expectUnasked(await cloudChecks(held, 1, async () => sdk), why);
  });
});

describe('while the program runs', () => {
  it('its own connection is what counts', async () => {
    const program = new PanelProgram('main', 'spare');
    await program.open();
    try {
      const ground = groundOf(ACCOUNT, { answers: true, running: runningProgram(program.state) });
      const first = async () => (await cloudChecks(ground, 1, async () => sdk))[0];
      program.room.setAccount('main', { link: { up: true, detail: 'Example Broker' } });
      expect(await first()).toMatchObject({
        state: 'ok',
        seen: 'the running program is linked: Example Broker',
      });
      program.room.setAccount('main', {
        link: { up: false, detail: 'lost' },
        detail: 'MetaApi connects to the broker',
      });
      expect(await first()).toMatchObject({
        state: 'failing',
        seen: 'the running program is not linked: MetaApi connects to the broker',
      });
      expect(cloud.calls).toEqual([]);
    } finally {
      await program.close();
    }
  });
});
