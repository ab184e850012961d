import { describe, expect, it } from 'vitest';
import { parseConfig } from './load-config.ts';
import { describeProblem } from './problem.ts';

const ID = '865d3a4d-3803-486d-bdf3-a85679d9fad2';
/** In the form of a real token: three parts, of which the first two are JSON. */
const TOKEN = `eyJhbGciOiJSUzUxMiJ9.eyJfaWQiOiJhYmMifQ.${'s'.repeat(300)}`;

function account(metaapi: string, rest = ''): string {
  return (
    'accounts: [{name: main, mode: demo, currency: USD, symbols: [EURUSD], ' +
    `metaapi: {account_id: ${ID}, login: 5012345, server: Broker-Demo, ${metaapi}}${rest}}]`
  );
}

function problems(text: string): readonly string[] {
  const loaded = parseConfig(text);
  return loaded.ok ? [] : loaded.problems.map(describeProblem);
}

describe('an account that names MetaApi', () => {
  it('needs a place for the token, and deploys nothing by itself', () => {
    const loaded = parseConfig(account('token_file: ./metaapi-token'));
    if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join());
    expect(loaded.config.accounts[0]?.metaapi).toEqual({
      account_id: ID,
      login: 5012345,
      server: 'Broker-Demo',
      token_file: './metaapi-token',
      deploy: false,
      symbols: {},
    });
    expect(problems(account('token_env: KIMI_METAAPI_TOKEN'))).toEqual([]);
    expect(problems(account('deploy: true'))).toEqual([
      'accounts[0].metaapi.token_file: found neither it nor token_env; allowed is token_file: the path ' +
        'of a file, or token_env: the name of an environment variable. Write one of the two; the token ' +
        'itself never stands in this file.',
    ]);
    expect(problems(account('token_file: a, token_env: B'))).toHaveLength(1);
  });

  it('has no second road', () => {
    const mt5 = ', mt5: {login: 5012345, server: Broker-Demo}';
    expect(problems(account('token_env: T', mt5))).toEqual([
      'accounts[0].metaapi: found mt5 and metaapi; allowed is one of the two. Remove one: an account ' +
        'has one road to its terminal.',
    ]);
  });

  it('shares its account with no other', () => {
    const one = account('token_env: T').slice('accounts: ['.length, -1);
    const text = `accounts: [${one}, ${one.replace('main', 'other')}]`;
    expect(problems(text).map((line) => line.split(':')[0])).toEqual([
      'accounts[1].metaapi.account_id',
    ]);
  });

  it.each(['token', 'token_env', 'token_file'])(
    'is refused with the token itself as %s, and it is not shown',
    (key) => {
      const [found = ''] = problems(account(`${key}: ${TOKEN}`));
      expect(found).toContain(`accounts[0].metaapi.${key}: found a secret (not shown)`);
      expect(found).toContain('a file that you alone can read');
      expect(found).not.toContain('eyJ');
      expect(found).not.toContain('sss');
    },
  );
});
