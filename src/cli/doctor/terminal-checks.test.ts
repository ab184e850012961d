import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { TestTerminal } from '../../brokers/mt5/testing/test-terminal.ts';
import { terminalChecks } from './terminal-checks.ts';
import { examine, nobody, told, troubles, USUAL } from './test/examine.ts';
import {
  booksOf,
  DiallingTerminal,
  freePort,
  listed,
  newFolder,
  SECRET,
} from './test/odd-broker.ts';
import { demoAccount, groundOf } from './test/test-ground.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe('a terminal that is all right', () => {
  it('is looked at by questions alone', { timeout: 30_000 }, async () => {
    const { findings, requests } = await examine(undo);
    expect(troubles(findings)).toEqual([]);
    expect(told(findings, 'reachable')).toEqual([
      'ok | Example Broker, Example-Demo, account 5012345; Expert Advisor 1.1.0, build 5000',
    ]);
    expect(told(findings, 'login')).toEqual([
      'ok | 5012345 on Example-Demo (Example Broker), demo, USD, 1:30',
    ]);
    expect(told(findings, 'type')).toEqual(['ok | hedging, balance 10000.00 USD']);
    expect(told(findings, 'server-clock')).toEqual([
      'ok | the server is at UTC+2, as server_clock utc+2 says',
    ]);
    expect(told(findings, 'difference')[0]).toMatch(
      /^ok \| this machine is 0\.0 s (behind|ahead of) the server$/,
    );
    expect(told(findings, 'mapping')).toEqual([
      'ok | EURUSD, found, and kept from now on: EUR in USD, 5 digits, 100000 a lot',
    ]);
    expect(told(findings, 'trading')).toEqual([
      'ok | market execution, filling fok or ioc, no least distance of stops',
    ]);
    // ATR 0.00022, so the stop is 3 × 0.00022 = 0.00066: 0.66 of 0.01 lots, and 0.07 commission.
    expect(told(findings, 'smallest-risk')).toEqual([
      'ok | 0.01 lots at a stop of 0.00066 (3.0 ATR of M5) risk 0.73 USD; allowed are 100.00 USD (1 %)',
    ]);
    // The spread of 8 points costs 0.08 and the commission 0.07, of 0.73.
    expect(told(findings, 'cost')).toEqual([
      'warning | usually 0.205R: spread 8 points (0.110R), commission 3.5 a lot and side (0.096R); ' +
        'signal.max_cost_share is 0.2: most signals are refused | Trade a longer timeframe (wider ' +
        'stops), ask for an account with lower spreads, or take it out. Is commission_per_lot_side ' +
        'what the broker takes?',
    ]);
    expect(told(findings, 'history-m5')).toEqual(['ok | 9000 of 9000 bars']);
    expect(told(findings, 'history-h1')).toEqual(['ok | 250 of 250 bars']);
    expect(new Set(requests)).toEqual(new Set(['ping', 'symbols', 'spec', 'bars', 'calc']));
  });
});

describe('a symbol that cannot be traded well', () => {
  it(
    'costs too much, risks too much, is shut, or has a short past',
    { timeout: 60_000 },
    async () => {
      const small = await examine(undo, { broker: { ...USUAL, balance: 50, bars: 800 } });
      expect(told(small.findings, 'smallest-risk')).toEqual([
        'failing | 0.01 lots at a stop of 0.00066 (3.0 ATR of M5) risk 0.73 USD; allowed are 0.50 USD ' +
          '(1 %): most trades would be refused | Trade it with 73 USD or more, or take it out; raising ' +
          'the risk is the worse way.',
      ]);
      expect(told(small.findings, 'history-m5')[0]).toMatch(
        /^warning \| 800 of 9000 bars: what is older is not known to its agent \| In the terminal: Tools > Options > Charts/,
      );
      const shut = {
        symbols: [listed('EURUSD', 'EURUSD', { tradeMode: 'close-only', stopsLevel: 30 as never })],
      };
      const { findings } = await examine(undo, { broker: shut });
      expect(told(findings, 'trading')).toEqual([
        'failing | its trade mode is close-only: nothing can be opened | Ask the broker why EURUSD is ' +
          'shut, or map another: mt5.symbols.',
      ]);
      const dear = await examine(undo, { account: ['commission_per_lot_side: 14'] });
      expect(told(dear.findings, 'cost')[0]).toMatch(
        /^failing \| usually 0\.383R: spread 8 points \(0\.085R\), commission 14 a lot and side \(0\.298R\); limits\.max_cost_share is 0\.25: refused \| /,
      );
    },
  );
});

describe('a terminal that is not as configured', () => {
  it('is turned away for its login, its money, its secret', { timeout: 60_000 }, async () => {
    const login = await examine(undo, { hello: { login: '999' }, waitS: 1 });
    expect(troubles(login.findings)).toEqual([
      'failing | turned away, E_ACCOUNT: the terminal is logged in to 999 on Example-Demo; account ' +
        'main means 5012345 on Example-Demo. Log the terminal in there, or correct mt5.login and ' +
        'mt5.server | Log the terminal in to 5012345 on Example-Demo, or correct the account in the configuration.',
    ]);
    const real = await examine(undo, { hello: { trade_mode: 'real' }, waitS: 1 });
    expect(troubles(real.findings)[0]).toMatch(
      /^failing \| turned away, E_REAL: 5012345 is a real account, and none is armed for main\./,
    );
    const secret = await examine(undo, { secret: `${SECRET}x`, waitS: 1 });
    expect(troubles(secret.findings)).toEqual([
      'failing | turned away, E_AUTH: wrong proof for account 5012345: the secrets of EA and gateway ' +
        'differ | Give both ends the same secret: kimi-agent mt5 install --account main, then restart ' +
        'the Expert Advisor.',
    ]);
    expect(told(secret.findings, 'terminal').length).toBe(3);
  });

  it('does not come', { timeout: 30_000 }, async () => {
    const { findings, port } = await examine(undo, { isAlone: true, waitS: 1 });
    expect(troubles(findings)).toEqual([
      `failing | no terminal has dialled 127.0.0.1:${port} within 1 s | In the terminal of 5012345: ` +
        `KimiBridge on one chart, its InpHost 127.0.0.1, InpPort ${port};\n127.0.0.1 allowed under ` +
        'Tools > Options > Expert Advisors; Algo Trading green. Its chart says more.\nNever installed? ' +
        'kimi-agent mt5 install --account main',
    ]);
    const none = await examine(undo, { isAlone: true, waitS: 0 });
    expect(told(none.findings, 'reachable')).toEqual([
      'not checked | --wait 0: no terminal is waited for',
    ]);
  });

  it('is not waited for where nobody could come in', async () => {
    const wishes = { waitS: 20, answers: new Map<string, string>(), ask: nobody, isQuiet: true };
    const reachable = async (yaml: string, change: Parameters<typeof groundOf>[1]) =>
      told(
        await terminalChecks(groundOf(yaml, { folder: newFolder(undo), ...change }), wishes),
        'reachable',
      );
    const environment = { KIMI_MT5_SECRET: SECRET };
    expect(await reachable(demoAccount(), {})).toEqual([
      'not checked | without a secret no terminal can be let in',
    ]);
    expect(await reachable(demoAccount(), { environment, isHeld: true })).toEqual([
      'not checked | a process holds the state folder and does not answer: its port is not taken from it',
    ]);
    const taken = createServer().listen(0, '127.0.0.1');
    undo.push(() => taken.close());
    await new Promise<void>((resolve) => {
      taken.once('listening', () => resolve());
    });
    const { port } = taken.address() as AddressInfo;
    const yaml = demoAccount().replace('server:', `port: ${port}, server:`);
    expect(await reachable(yaml, { environment })).toEqual([
      `not checked | port ${port} on 127.0.0.1 is in use by another program: stop it, or write another bridge port`,
    ]);
  });

  it('is waited for beside the others, each at its own port', { timeout: 60_000 }, async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    const lines = ['a', 'b', 'c'].map(
      (name, at) =>
        `  - { name: ${name}, mode: demo, magic: ${at + 1}, currency: USD, symbols: [], server_clock: ` +
        `utc+2, mt5: { login: ${at + 1}, server: Example-Demo, port: ${ports[at]} } }`,
    );
    const environment = { KIMI_MT5_SECRET: SECRET };
    const ground = groundOf(['accounts:', ...lines].join('\n'), {
      folder: newFolder(undo),
      environment,
    });
    const dialling = (port: number | undefined, login: string): DiallingTerminal =>
      new DiallingTerminal({ port: port ?? 0, hello: { login }, books: booksOf(USUAL) });
    // The second terminal dials the third's port, and the third none.
    const terminals = [dialling(ports[0], '1'), dialling(ports[2], '2')];
    const wishes = { waitS: 3, answers: new Map<string, string>(), ask: nobody, isQuiet: true };
    const findings = await terminalChecks(ground, wishes);
    for (const one of terminals) await one.end();
    const reachable = findings.filter(({ item }) => item === 'reachable');
    expect(
      reachable.map(({ account, state, seen }) => [account, state, seen.slice(0, 45)]),
    ).toEqual([
      ['a', 'ok', 'Example Broker, Example-Demo, account 1; Expe'],
      ['b', 'failing', `no terminal has dialled 127.0.0.1:${ports[1]} within 3 s`.slice(0, 45)],
      ['c', 'failing', 'turned away, E_ACCOUNT: the terminal is logge'],
    ]);
  });

  it('is led to its own account where several dial one port', { timeout: 30_000 }, async () => {
    const port = await freePort();
    const line = (name: string, magic: number, login: number): string =>
      `  - { name: ${name}, magic: ${magic}, mode: demo, currency: USD, symbols: [], ` +
      `mt5: { login: ${login}, server: Example-Demo, port: ${port} } }`;
    const lines = ['accounts:', line('a', 1, 1), line('b', 2, 2), line('c', 3, 3)];
    const ground = groundOf(lines.join('\n'), {
      folder: newFolder(undo),
      environment: { KIMI_MT5_SECRET: SECRET },
    });
    const dialling = (login: string): DiallingTerminal =>
      new DiallingTerminal({ port, hello: { login }, books: booksOf(USUAL) });
    const terminals = [dialling('1'), dialling('2'), dialling('999')];
    const wishes = { waitS: 3, answers: new Map<string, string>(), ask: nobody, isQuiet: true };
    const findings = await terminalChecks(ground, wishes);
    for (const one of terminals) await one.end();
    const reachable = findings.filter(({ item }) => item === 'reachable');
    expect(reachable.map(({ account, seen }) => [account, seen.slice(0, 41)])).toEqual([
      ['a', 'Example Broker, Example-Demo, account 1; '],
      ['b', 'Example Broker, Example-Demo, account 2; '],
      ['c', `no terminal has dialled 127.0.0.1:${port} within 3 s`.slice(0, 41)],
    ]);
  });

  it('may not trade', { timeout: 60_000 }, async () => {
    const off = { trade_terminal: false, trade_account: false };
    class Forbidden extends TestTerminal {
      override heartbeat(): void {
        super.heartbeat({ ...off, state: 'blocked', why: 'AutoTrading is off', opening: false });
      }
    }
    const port = await freePort();
    const yaml =
      'accounts: [{ name: main, mode: demo, currency: USD, symbols: [], server_clock: utc+3, ' +
      `mt5: { login: 5012345, server: Example-Demo, port: ${port} } }]`;
    const environment = { KIMI_MT5_SECRET: SECRET };
    const ground = groundOf(yaml, { folder: newFolder(undo), environment });
    const books = booksOf({ ...USUAL, aheadMs: -3_000 });
    const checking = terminalChecks(ground, {
      waitS: 20,
      answers: new Map(),
      ask: nobody,
      isQuiet: true,
    });
    const terminal = await new Forbidden({
      port,
      hello: { ...off, limit_lots: 0.1 },
      books,
    }).start();
    const findings = await checking;
    terminal.cut();
    expect(told(findings, 'algo-trading')).toEqual([
      'failing | Algo Trading (AutoTrading) is off in the terminal | Click Algo Trading in the ' +
        'toolbar until it is green (Ctrl+E).',
    ]);
    expect(told(findings, 'password')).toEqual([
      'failing | the account may not trade: it is logged in with the investor password, or the broker ' +
        'has shut it | File > Login to Trade Account, with the ordinary (master) password.',
    ]);
    expect(told(findings, 'expert')[0]).toMatch(
      /^failing \| lets no order through \(blocked: AutoTrading is off\)/,
    );
    expect(told(findings, 'expert-limits')[0]).toMatch(
      /^warning \| narrower than ours: 0\.1 lots an order \(ours: 1\) \| /,
    );
    expect(told(findings, 'difference')[0]).toMatch(
      /^warning \| this machine is 3\.0 s ahead of the server \| Let this machine/,
    );
    expect(told(findings, 'server-clock')[0]).toMatch(
      /^failing \| server_clock utc\+3 says UTC\+3 now, the server is at UTC\+2: no bars would be read and nothing opened \| Write server_clock: /,
    );
  });
});
