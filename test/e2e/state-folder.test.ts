import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { AccountView } from '../../src/api/views.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { Panel } from './panel.ts';
import {
  eventually,
  expectRefused,
  Program,
  removeFolder,
  stateFolder,
  tokenOf,
} from './program.ts';
import { accountFolder } from './state-files.ts';

const folders: string[] = [];
const programs: Program[] = [];

function folder(): string {
  const made = stateFolder();
  folders.push(made);
  return made;
}

function begin(state: string, ...args: readonly string[]): Program {
  const program = new Program(['start', '--port', '0', '--state', state, ...args]);
  programs.push(program);
  return program;
}

afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill();
});
afterAll(() => {
  for (const made of folders) removeFolder(made);
});

/** A configuration file with the accounts in `accounts`. */
function configuration(accounts: string): string {
  const file = join(folder(), 'kimi.yaml');
  writeFileSync(file, `accounts:\n${accounts}`);
  return file;
}

const TWO_SIMULATED = `
  - { name: first, mode: simulated, currency: SIM, symbols: [EURUSD] }
  - { name: second, mode: simulated, currency: SIM, symbols: [GBPUSD] }
`;

async function accountsByName(panel: Panel): Promise<Record<string, AccountView>> {
  return Object.fromEntries((await panel.accounts()).map((one) => [one.account, one]));
}

describe('one folder', () => {
  it('is used by one process, keeps its market, and is told which it is', async () => {
    const state = folder();
    const first = begin(state);
    const panel = await Panel.of(first, state);
    const who = `is in use by another kimi-agent (process ${first.pid}, ${panel.url})`;
    expectRefused(await begin(state).ended, who, '--state DIR');
    expect((await panel.account()).state).toBe('running');

    const link = await Program.run(['link', '--state', state]);
    expect(link.out).toContain(`${panel.url}/#code=`);
    expect(link.code).toBe(0);
    await first.stop();

    const seeds = 'holds a simulated market of seed 1, not 2';
    expectRefused(await begin(state, '--seed', '2').ended, seeds);
    const nobody = await Program.run(['link', '--state', state]);
    expect(nobody.err).toContain('No program runs');
    expect(nobody.code).toBe(EXIT.notRunning);
  }, 60_000);

  it('says which port is taken and what to do', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    const state = folder();
    const refused = await begin(state, '--port', String(port)).ended;
    taken.close();
    expectRefused(refused, `Port ${port} on 127.0.0.1 is taken`, '--port');
  }, 30_000);

  it('begins anew when its very first start was cut off', async () => {
    const state = folder();
    const cut = begin(state);
    const early = new Panel(new URL(await cut.link()).origin, tokenOf(state));
    await eventually(async () => {
      return (await early.account()).detail.startsWith('playing') || undefined;
    }, 20_000);
    await cut.kill();
    const panel = await Panel.of(begin(state), state);
    expect((await panel.candles('EURUSD')).bars).toHaveLength(500);
    expect((await panel.signals()).length).toBeGreaterThan(20);
  }, 60_000);
});

describe('two accounts', () => {
  it('go on without the one whose journal is damaged, and with it when it is set aside', async () => {
    const state = folder();
    const config = configuration(TWO_SIMULATED);
    const healthy = await Panel.of(begin(state, '--config', config), state);
    expect((await healthy.call('GET', '/health', {})).body['status']).toBe('healthy');
    await programs.at(-1)?.stop();

    const journal = join(accountFolder(state, 'first'), 'journal.sqlite');
    damage(journal);
    const panel = await Panel.of(begin(state, '--config', config), state);
    const { first, second } = await accountsByName(panel);
    expect(second?.state).toBe('running');
    expect(first?.state).toBe('failed');
    expect(first?.detail).toContain('journal.sqlite');
    expect(first?.detail).toContain('Set the file aside');
    expect((await panel.call('GET', '/health', {})).body['status']).toBe('degraded');
    const refused = await panel.post('/api/agents/create?symbol=GBPUSD&account=first');
    expect(refused).toMatchObject({ status: 409, body: { account: 'first', state: 'failed' } });
    expect((await panel.post('/api/agents/create?symbol=EURUSD&account=second')).status).toBe(200);
    await programs.at(-1)?.stop();

    for (const name of readdirSync(accountFolder(state, 'first'))) {
      const path = join(accountFolder(state, 'first'), name);
      if (name.startsWith('journal.sqlite')) renameSync(path, `${path}.aside`);
    }
    const mended = await Panel.of(begin(state, '--config', config), state);
    expect((await accountsByName(mended))['first']?.state).toBe('running');
  }, 90_000);

  it('go on without the one whose terminal is not there, and must be named', async () => {
    const state = folder();
    const config = configuration(`
  - { name: paper-hands, mode: demo, currency: USD, symbols: [EURUSD],
      mt5: { login: 1234, server: Demo-Server, port: 28771 } }
  - { name: second, mode: simulated, currency: SIM, symbols: [GBPUSD] }
`);
    const panel = await Panel.of(begin(state, '--config', config), state);
    const accounts = await accountsByName(panel);
    expect(accounts['paper-hands']).toMatchObject({ mode: 'demo', state: 'starting' });
    expect(accounts['paper-hands']?.detail).toContain('28771');
    expect(accounts['second']?.state).toBe('running');

    for (const call of ['create?symbol=EURUSD', 'stop/GBPUSD', 'restart/GBPUSD']) {
      const answer = await panel.post(`/api/agents/${call}`);
      expect(answer).toMatchObject({
        status: 400,
        body: { success: false, accounts: ['paper-hands', 'second'] },
      });
      expect(answer.body['detail']).toContain('paper-hands, second');
    }
    expect((await panel.post('/api/positions/1/close')).status).toBe(400);
    expect((await panel.agents()).map(({ account }) => account)).toEqual(['second']);

    // The emergency stop means all: where no terminal is yet it is kept, and holds once one comes.
    const stopped = await panel.post('/api/emergency-stop');
    expect(stopped.status).toBe(200);
    expect(stopped.body['accounts']).toMatchObject([
      { account: 'paper-hands', outcome: 'done' },
      { account: 'second', outcome: 'done' },
    ]);
    expect((await accountsByName(panel))['paper-hands']?.emergency).toBe('begun');
    await eventually(async () => {
      return (await panel.agents()).every((agent) => agent.state === 'STOPPED') || undefined;
    }, 5_000);
  }, 60_000);
});

describe('a configuration that cannot be', () => {
  it('is refused with the key, what was found and what is allowed', async () => {
    const config = configuration(`
  - { name: main, mode: simulatd, currency: SIM, symbols: [EURUSD] }
`);
    const refused = await begin(folder(), '--config', config).ended;
    expectRefused(refused, 'accounts[0].mode', 'simulatd', 'simulated, paper, demo');
    const missing = await begin(folder(), '--config', 'not-there.yaml').ended;
    expectRefused(missing, 'not-there.yaml');
    const symbol = configuration(`
  - { name: main, mode: simulated, currency: SIM, symbols: [EURXXX] }
`);
    expectRefused(await begin(folder(), '--config', symbol).ended, 'EURXXX', 'EURUSD');
  }, 30_000);
});

/** Change one letter inside the words of each fact of a kind; a page that is free holds old ones. */
function damage(journal: string): void {
  const bytes = readFileSync(journal);
  const words = '"kind":"agent-created"';
  let at = bytes.indexOf(words);
  expect(at).toBeGreaterThan(0);
  for (; at >= 0; at = bytes.indexOf(words, at + 1)) {
    bytes[at + '"kind":"agent-c'.length] = 'x'.charCodeAt(0);
  }
  writeFileSync(journal, bytes);
}
