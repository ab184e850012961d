import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from './load-config.ts';
import { type ConfigProblem, describeProblem } from './problem.ts';

function problems(text: string): readonly ConfigProblem[] {
  const loaded = parseConfig(text);
  return loaded.ok ? [] : loaded.problems;
}

const SIMULATED = '{name: main, mode: simulated, currency: SIM, symbols: [EURUSD]';

describe('a configuration that is right', () => {
  it('has one simulated account when nothing is written', () => {
    const loaded = loadConfig(undefined);
    if (!loaded.ok) throw new Error('the defaults were refused');
    expect(loaded.config.api).toEqual({
      host: '127.0.0.1',
      port: 8000,
      hosts: [],
      origins: [],
      listen_without_tls: false,
    });
    expect(loaded.config.state_dir).toBe('.kimi-agent');
    expect(loaded.config.accounts).toHaveLength(1);
    expect(loaded.config.accounts[0]).toMatchObject({
      name: 'main',
      mode: 'simulated',
      currency: 'SIM',
      symbols: ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD', 'AUDUSD'],
      confidence_threshold: 0.85,
      deviation: 20,
      initial_balance: 10_000,
      limits: { risk_per_trade_pct: 1, max_total_exposure_pct: 10, max_leverage: 30 },
      breaker: { daily_drawdown_pct: 2 },
      signal: { timeframe: 'M5', history_bars: 9000 },
    });
  });

  it('takes what is written and fills in the rest', () => {
    const loaded = parseConfig(`accounts: [${SIMULATED}, limits: {risk_per_trade_pct: 0.5}}]`);
    if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join('\n'));
    const [account] = loaded.config.accounts;
    expect(account?.limits.risk_per_trade_pct).toBe(0.5);
    expect(account?.limits.max_total_exposure_pct).toBe(10);
  });

  it('may hold several accounts', () => {
    const demo =
      '{name: demo-2, mode: demo, currency: EUR, symbols: [EURUSD.m], mt5: {login: 7, server: B}}';
    const loaded = parseConfig(`accounts: [${SIMULATED}}, ${demo}]`);
    expect(loaded.ok && loaded.config.accounts.map(({ name }) => name)).toEqual(['main', 'demo-2']);
  });

  it('may let terminals of several accounts dial one port', () => {
    const at = (name: string, magic: number, mt5: string): string =>
      `{name: ${name}, magic: ${magic}, mode: demo, currency: EUR, symbols: [EURUSD], mt5: {${mt5}}}`;
    const both = (second: string): string =>
      `accounts: [${at('a', 1, 'login: 7, server: B')}, ${at('b', 2, second)}]`;
    const loaded = parseConfig(both('login: 8, server: B'));
    expect(loaded.ok && loaded.config.accounts.map(({ mt5 }) => mt5?.port)).toEqual([8770, 8770]);
    expect(problems(both('login: 7, server: B')).map(({ key }) => key)).toEqual([
      'accounts[1].mt5.login',
    ]);
    expect(parseConfig(both('login: 7, server: B, port: 8771')).ok).toBe(true);
    expect(
      problems(both('login: 8, server: B, listen_without_tls: true')).map(({ key }) => key),
    ).toEqual(['accounts[1].mt5.tls']);
  });
});

describe('a configuration that is wrong', () => {
  const cases: readonly (readonly [what: string, text: string, message: string])[] = [
    [
      'a number in quotes',
      `accounts: [${SIMULATED}, limits: {max_leverage: '30'}}]`,
      'accounts[0].limits.max_leverage: found "30"; allowed is a number above 0 to 1000 ' +
        '(notional over equity). Write 30 without quotes.',
    ],
    [
      'a number out of range',
      'api: {port: 70000}',
      'api.port: found 70000; allowed is a whole number from 0 to 65535 (TCP port, 0 for any free ' +
        'one). Write an allowed value; config/kimi.example.yaml explains each key and its default.',
    ],
    [
      'a misspelt word',
      'accounts: [{name: main, mode: demmo, currency: USD, symbols: []}]',
      'accounts[0].mode: found "demmo"; allowed is one of simulated, paper, demo, real. Did you ' +
        'mean demo?',
    ],
    [
      'a misspelt key',
      'acounts: []',
      'acounts: found a key that means nothing here; allowed is accounts, api, alerts, retention, instruments, state_dir. Did you ' +
        'mean accounts?',
    ],
    [
      'a key in the wrong block',
      `mt5: {login: 5}`,
      'mt5: found a key that means nothing here; allowed is accounts, api, alerts, retention, instruments, state_dir. It belongs ' +
        'in accounts[0].mt5.',
    ],
    [
      'an account without a mode',
      'accounts: [{name: main, currency: SIM, symbols: []}]',
      'accounts[0].mode: found nothing; allowed is one of simulated, paper, demo, real. Write this ' +
        'key; it has no default.',
    ],
    [
      'simulated money with the name of a currency',
      'accounts: [{name: main, mode: simulated, currency: USD, symbols: []}]',
      'accounts[0].currency: found USD in an account of mode simulated; allowed is SIM: simulated ' +
        'money is no currency. Write currency: SIM.',
    ],
    [
      'an instrument that is not shipped',
      'accounts: [{name: main, mode: simulated, currency: SIM, symbols: [EURUDS]}]',
      'accounts[0].symbols[0]: found "EURUDS"; allowed is EURUSD, GBPUSD, AUDUSD, NZDUSD, USDJPY, ' +
        'USDCHF, USDCAD, EURGBP, EURJPY, EURCHF, GBPJPY, AUDJPY, XAUUSD, XAGUSD, US30, BTCUSD. Did ' +
        'you mean EURUSD?',
    ],
    [
      'a decision on bars shorter than the feed delivers',
      `accounts: [${SIMULATED}, base_timeframe: M15}]`,
      'accounts[0].signal.timeframe: found M5 from bars of M15; allowed is M15 or a longer one. ' +
        'Write a longer timeframe here or a shorter base_timeframe.',
    ],
    [
      'a risk of one trade above the limit of all',
      `accounts: [${SIMULATED}, limits: {risk_per_trade_pct: 3, max_total_exposure_pct: 2}}]`,
      'accounts[0].limits.risk_per_trade_pct: found 3; allowed is at most max_total_exposure_pct, ' +
        'which is 2. Change one of the two: as they stand, every trade would be refused.',
    ],
    [
      'real money without the account that is meant',
      'accounts: [{name: main, mode: real, currency: USD, symbols: [EURUSD]}]',
      'accounts[0].mt5: found nothing; allowed is login and server of the real account. Write ' +
        'both, so that orders can never go to another account than the one meant.',
    ],
    [
      'two accounts of one name',
      `accounts: [${SIMULATED}}, ${SIMULATED}}]`,
      'accounts[1].name: found main, which an account above has too; allowed is a name of its own. ' +
        'Write another name; journals and orders are told apart by it.',
    ],
    [
      'broken YAML',
      'api:\n  port: 1\n host: x\n',
      'line 3, column 1: found All mapping items must start at the same column; allowed is YAML. ' +
        'Indent with spaces, two for each level, and put text with : or # in quotes.',
    ],
  ];

  it.each(cases)('%s', (_what, text, message) => {
    expect(problems(text).map(describeProblem)).toEqual([message]);
  });

  it('names every problem at once', () => {
    const text = 'api: {port: -1, host: nowhere}\nstate_dir: 5';
    expect(problems(text).map(({ key }) => key)).toEqual(['api.host', 'api.port', 'state_dir']);
  });

  it('tells two accounts of one magic apart', () => {
    const other = SIMULATED.replace('main', 'other');
    const found = problems(`accounts: [${SIMULATED}, magic: 7}, ${other}, magic: 7}]`);
    expect(found.map(({ key }) => key)).toEqual(['accounts[1].magic']);
  });

  it('refuses a bias that is not ordered from coarse to fine', () => {
    const found = problems(`accounts: [${SIMULATED}, signal: {bias_timeframes: [H1, H4]}}]`);
    expect(found.map(({ key }) => key)).toEqual(['accounts[0].signal.bias_timeframes']);
  });

  it('refuses secrets and never repeats them', () => {
    const found = problems('mt5: {login: 1, password: hunter2}\napi: {Token: abc123}');
    expect(found.map(({ key }) => key)).toEqual(['mt5.password', 'api.Token']);
    expect(found.map(describeProblem).join(' ')).not.toMatch(/hunter2|abc123/);
    expect(found[0]?.mend).toContain('KIMI_MT5_PASSWORD');
  });

  it('does not repeat a secret that stands in a misnamed block', () => {
    const found = problems(
      'accounts: "password: hunter2 and much else that goes on and on and on"',
    );
    expect(describeProblem(found[0] as ConfigProblem).length).toBeLessThan(250);
  });

  it('names a file that is not there', () => {
    const loaded = loadConfig(join(tmpdir(), 'no-such-kimi.yaml'));
    expect(loaded.ok ? [] : loaded.problems.map(({ found }) => found)).toEqual([
      'no readable file (ENOENT)',
    ]);
  });

  it('reads a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-config-'));
    try {
      writeFileSync(join(folder, 'kimi.yaml'), 'api: {port: 9000}\n');
      const loaded = loadConfig(join(folder, 'kimi.yaml'));
      expect(loaded.ok && loaded.config.api.port).toBe(9000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
