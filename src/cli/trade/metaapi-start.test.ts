import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '../../config/load-config.ts';
import { metaApiStart, metaApiWarnings } from './terminal-start.ts';

const NAME = 'KIMI_TEST_METAAPI_START';
afterEach(() => {
  delete process.env[NAME];
});

function account(mode: string, rest = '') {
  const loaded = parseConfig(
    `accounts: [{name: main, mode: ${mode}, currency: USD, symbols: [EURUSD], metaapi: {account_id: ` +
      `an-id, login: 5012345, server: Broker, arm_real_login: 5012345, token_env: ${NAME}}${rest}}]`,
  );
  const one = loaded.ok ? loaded.config.accounts[0] : undefined;
  if (!one) throw new Error('the configuration was refused');
  return one;
}

describe('an account over MetaApi', () => {
  it('is started with the place of its token, never with the token', () => {
    expect(() => metaApiStart(account('demo'))).toThrow(`Account main: the environment variable`);
    process.env[NAME] = 'a-token-that-is-kept';
    const start = metaApiStart(account('demo'));
    expect(start).toEqual({
      accountId: 'an-id',
      login: '5012345',
      server: 'Broker',
      armedLogin: '5012345',
      symbols: {},
      deploy: false,
      tokenEnv: NAME,
    });
  });

  it('says at every start what it means, and what is missing', () => {
    const [risks = '', missing = '', ...more] = metaApiWarnings(account('demo'));
    expect(risks).toMatch(
      /^main: MetaApi is a paid service of a third party: it holds the password/,
    );
    expect(risks).toContain('Some prop firms forbid');
    expect(missing).toContain('npm install --no-save metaapi.cloud-sdk@29.3.3');
    expect(more).toEqual([]);
  });

  it('says that without a calendar no signal of real money is taken', () => {
    expect(metaApiWarnings(account('real')).at(-1)).toContain('news_unknown: pass');
    const passing = account('real', ', signal: {news_unknown: pass}');
    expect(metaApiWarnings(passing).join()).not.toContain('calendar');
  });

  it('concerns no other account', () => {
    const loaded = loadConfig(undefined);
    const [simulated] = loaded.ok ? loaded.config.accounts : [];
    expect(simulated && metaApiWarnings(simulated)).toEqual([]);
    expect(simulated && metaApiStart(simulated)).toBeUndefined();
  });
});
