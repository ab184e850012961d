import { afterEach, describe, expect, it } from 'vitest';
import { metaApiChecks } from './metaapi-checks.ts';
import { realMoneyCheck } from './real-money-check.ts';
import { simulatedCheck } from './simulated-check.ts';
import { demoAccount, groundOf } from './test/test-ground.ts';

const NAME = 'KIMI_TEST_METAAPI_DOCTOR';
const ACCOUNT = demoAccount().replace(
  'mt5: { login: 5012345,',
  `metaapi: { account_id: an-id, token_env: ${NAME}, login: 5012345,`,
);
afterEach(() => {
  delete process.env[NAME];
});

describe('an account over MetaApi', () => {
  it('misses the SDK and the token, and says what the road means', () => {
    const found = metaApiChecks(groundOf(ACCOUNT));
    expect(found.map(({ item, state }) => `${item} ${state}`)).toEqual([
      'metaapi-sdk failing',
      'metaapi-token failing',
      'metaapi warning',
    ]);
    expect(found[0]?.todo).toContain('npm install --no-save metaapi.cloud-sdk@29.3.3');
    expect(found[1]?.seen).toContain(`${NAME}, which is to hold MetaApi's token, is not set`);
    expect(found[2]?.seen).toContain('holds the password');
  });

  it('shows how long the token is, and never the token', () => {
    process.env[NAME] = 'a-token-that-is-kept';
    const found = metaApiChecks(groundOf(ACCOUNT));
    expect(found[1]).toMatchObject({ state: 'ok', seen: `20 characters, in ${NAME}` });
    expect(JSON.stringify(found)).not.toContain('a-token-that-is-kept');
  });

  it('has a terminal, and is armed as any other', () => {
    expect(simulatedCheck(groundOf(ACCOUNT))).toEqual([]);
    const real = groundOf(ACCOUNT.replace('mode: demo', 'mode: real'));
    expect(realMoneyCheck(real)[0]?.todo).toContain('under metaapi: arm_real_login: 5012345');
  });
});
