import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { helloOf, TestTerminal } from '../brokers/mt5/testing/test-terminal.ts';
import type { AccountName, Currency, SymbolName } from '../market/units.ts';
import { sharingPorts } from './bridge-doors.ts';
import type { ThreadStart } from './messages.ts';
import { terminalSecret } from './terminal/terminal-secret.ts';
import { youngAccount } from './test/young-account.ts';
import { TradingHouse } from './trading-house.ts';
import { until } from '../brokers/mt5/testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

async function somePort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, server };
}

async function freePort(): Promise<number> {
  const { port, server } = await somePort();
  server.close();
  await once(server, 'close');
  return port;
}

const SECRETS = { a: 'a'.repeat(40), b: 'b'.repeat(40) } as const;

function account(name: 'a' | 'b', login: string, port: number): ThreadStart {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-door-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  terminalSecret(folder, SECRETS[name]);
  const { start } = youngAccount(['EURUSD' as SymbolName], folder);
  const currency = 'USD' as Currency;
  const magicNamespace = name === 'a' ? 1 : 2;
  const settings = {
    ...start.settings,
    name: name as AccountName,
    mode: 'demo' as const,
    currency,
    magicNamespace,
  };
  const at = { server: 'Example-Demo', host: '127.0.0.1', symbols: {}, allowPlain: false };
  return { ...start, settings, instruments: [], terminal: { ...at, login, port } };
}

it('accounts with one port share it, those with a port of their own keep it', () => {
  const starts = [account('a', '111', 8770), account('b', '222', 8770), account('a', '333', 8771)];
  expect(sharingPorts(starts).map(({ terminal }) => terminal?.shared)).toEqual([
    true,
    true,
    undefined,
  ]);
});

it(
  'terminals of two accounts at one port each come to their own',
  { timeout: 30_000 },
  async () => {
    const port = await freePort();
    const notes: string[] = [];
    const observer = {
      opened() {},
      before() {},
      folded() {},
      status() {},
      note: (_: string, text: string) => void notes.push(text),
    };
    const starts = [account('a', '111', port), account('b', '222', port)];
    const house = new TradingHouse(starts, '1', observer);
    house.open();
    undo.push(() => house.stop());
    const detailOf = (name: string): string =>
      house.accounts().find((one) => one.account === name)?.detail ?? '';
    await until(() => detailOf('a').includes('waiting for the terminal of 111'), 'a waiting');
    await until(() => detailOf('b').includes(`at 127.0.0.1:${port}`), 'b waiting');
    const dial = (login: string, secret: string): TestTerminal =>
      new TestTerminal({ port, secret, hello: { login } });
    const [a, b] = [dial('111', SECRETS.a), dial('222', SECRETS.b)];
    await Promise.all([a.start(), b.start()]);
    const stranger = new TestTerminal({ port });
    stranger.send(helloOf({ login: '999' }));
    expect(await stranger.next('bye')).toMatchObject({ code: 'E_ACCOUNT' });
    const isNoted = () => /not let in, E_ACCOUNT: .* login 999/.test(notes.join('\n'));
    await until(isNoted, 'a note'); // the door's thread tells it on its own road
    const goodbyes = Promise.all([a.next('bye'), b.next('bye')]);
    await house.stop();
    expect(await goodbyes).toMatchObject([{ code: 'E_SHUTDOWN' }, { code: 'E_SHUTDOWN' }]);
  },
);

it('says at each account that its port is taken', { timeout: 30_000 }, async () => {
  const { port, server } = await somePort();
  undo.push(() => server.close());
  const house = new TradingHouse([account('a', '111', port), account('b', '222', port)], '1');
  house.open();
  undo.push(() => house.stop());
  await until(
    () =>
      house
        .accounts()
        .every(({ state, detail }) => state === 'failed' && /in use by another/.test(detail)),
    'both failed',
  );
});
