import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { StoppedAccount } from '../../src/cli/trade/emergency-report.ts';
import { busyAccount } from './busy-account.ts';
import { Panel } from './panel.ts';
import { eventually, expectRefused, Program, removeFolder, stateFolder } from './program.ts';
import { brokerBooks, heldPositions, journalFacts } from './state-files.ts';

/** An hour of the market in a second: positions come and go while one looks. */
const FAST = '3600';

const state = stateFolder();
const config = busyAccount(state);
const stopFile = join(state, 'EMERGENCY_STOP');
let program: Program | undefined;

interface Report {
  readonly success: boolean;
  readonly by: string;
  readonly accounts: readonly StoppedAccount[];
}

async function begin(speed = FAST): Promise<Panel> {
  const where = ['--port', '0', '--state', state, '--config', config];
  program = new Program(['start', ...where, '--speed', speed]);
  return Panel.of(program, state);
}

/** A running account with a position open, its agents started again after an earlier stop. */
async function beginTrading(): Promise<Panel> {
  const panel = await begin();
  for (const { symbol, state: agent } of await panel.agents()) {
    if (agent === 'STOPPED') await panel.post(`/api/agents/restart/${symbol}`);
  }
  await eventually(async () => (await panel.positions())[0], 60_000);
  return panel;
}

/** Trading at a pace at which what is open stays so while a command is started. */
async function beginWithPosition(): Promise<Panel> {
  for (let tries = 0; tries < 10; tries += 1) {
    await beginTrading();
    await program?.kill();
    const panel = await begin('20');
    if ((await panel.positions()).length > 0) return panel;
    await program?.kill();
  }
  throw new Error('no position stayed open');
}

const isStopped = (agent: { readonly state: string }): boolean => agent.state === 'STOPPED';

async function statusLines(): Promise<string[]> {
  const { code, out, err } = await Program.run(['status', '--state', state]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split('\n');
}

async function emergencyStop(): Promise<Report> {
  const args = ['--state', state, '--yes', '--json'];
  const { code, out, err } = await Program.run(['emergency-stop', ...args]);
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Report;
}

function expectFlat(report: Report): void {
  expect(report.success).toBe(true);
  expect(report.accounts).toMatchObject([{ account: 'main', outcome: 'done', stillOpen: [] }]);
  expect(existsSync(stopFile)).toBe(false);
}

function expectBooksFlat(): void {
  const books = brokerBooks(state);
  expect(heldPositions(books)).toEqual([]);
  expect(books.books.flatMap(({ orders }) => orders)).toEqual([]);
  const stops = journalFacts(state).filter(({ body }) => body.kind === 'emergency-stop');
  expect(stops.at(-1)?.body).toMatchObject({ state: 'done' });
}

afterEach(async () => {
  await program?.kill();
  rmSync(stopFile, { force: true });
});
afterAll(() => removeFolder(state));

describe('kimi-agent emergency-stop', { timeout: 120_000 }, () => {
  it('has the running program close everything, which runs on', async () => {
    const panel = await beginWithPosition();
    const report = await emergencyStop();
    expectFlat(report);
    expect(report.by).toBe('the running program');
    expect(report.accounts[0]?.closed.length).toBeGreaterThan(0);
    expect(await panel.positions()).toEqual([]);
    expect((await panel.agents()).every(isStopped)).toBe(true);
    expect(await panel.account()).toMatchObject({ state: 'running', emergency: 'done' });
    expect(await statusLines()).toContain(
      '  EMERGENCY STOP: everything was closed, all agents stopped; to go on: ' +
        'kimi-agent agents restart SYMBOL',
    );
    // What it says is what helps: with an agent that trades again, no stop is in force.
    const restarted = await Program.run(['agents', 'restart', 'EURUSD', '--state', state]);
    expect(restarted).toMatchObject({ code: 0, err: '' });
    await eventually(async () => (await panel.account()).emergency === 'none' || undefined, 5_000);
    expect((await statusLines()).filter((line) => line.includes('EMERGENCY'))).toEqual([]);
  });

  it('ends a program that hangs, and closes everything itself', async () => {
    await beginTrading();
    const hung = program as Program;
    process.kill(hung.pid, 'SIGSTOP');
    const report = await emergencyStop();
    await hung.ended;
    expectFlat(report);
    expect(report.by).toBe('this command');
    expectBooksFlat();
    expect(existsSync(join(state, 'running.json'))).toBe(false);
  });

  it('closes what a dead program has left, without its configuration', async () => {
    await beginTrading();
    await program?.kill();
    expect(existsSync(join(state, 'running.json'))).toBe(true); // of a process that is no more
    expectFlat(await emergencyStop());
    expectBooksFlat();
    const panel = await begin();
    expect((await panel.agents()).every(isStopped)).toBe(true);
  });

  it('closes it all the same when nobody reads what it says', async () => {
    await beginTrading();
    await program?.kill();
    const unheard = new Program(['emergency-stop', '--state', state, '--yes']);
    unheard.hangUp();
    expect((await unheard.ended).code).toBe(0);
    expectBooksFlat();
  });

  it('asks twice, and a script must say that it means it', async () => {
    expectRefused(
      await Program.run(['emergency-stop', '--state', state]),
      '--yes',
      'every account',
    );
    const nowhere = join(state, 'nowhere');
    expectRefused(await Program.run(['emergency-stop', '--state', nowhere, '--yes']), nowhere);
    const other = ['--account', 'other', '--yes'];
    expectRefused(await Program.run(['emergency-stop', '--state', state, ...other]), 'other');
  });
});

describe('a stop file', { timeout: 120_000 }, () => {
  it('is seen while it runs, and nothing trades while it is there', async () => {
    const panel = await beginTrading();
    writeFileSync(stopFile, '');
    const laidAt = performance.now();
    await eventually(async () => (await panel.agents()).every(isStopped) || undefined, 5_000);
    expect(performance.now() - laidAt).toBeLessThan(2_000);
    await eventually(async () => (await panel.account()).emergency === 'done' || undefined, 30_000);
    expect(await panel.positions()).toEqual([]);
    const restart = await panel.post('/api/agents/restart/EURUSD');
    expect(restart.status).toBe(409);
    expect(String(restart.body['detail'])).toContain('EMERGENCY_STOP');
    rmSync(stopFile);
    expect((await panel.post('/api/agents/restart/EURUSD')).status).toBe(200);
  });

  it('is seen at a start, and what it began goes on after a crash without it', async () => {
    await beginTrading();
    await program?.kill();
    writeFileSync(stopFile, '');
    // So slow that the close is still on its way when the process is killed.
    const slow = await begin('0.01');
    expect(await slow.account()).toMatchObject({ emergency: 'begun' });
    expect((await slow.agents()).every(isStopped)).toBe(true);
    await program?.kill();
    rmSync(stopFile);
    const again = await begin();
    await eventually(async () => (await again.account()).emergency === 'done' || undefined, 30_000);
    await program?.stop();
    expectBooksFlat();
  });
});

describe('kimi-agent stop', { timeout: 120_000 }, () => {
  it('ends the program in good order, and its note with it', async () => {
    await begin();
    const running = program as Program;
    const note = JSON.parse(readFileSync(join(state, 'running.json'), 'utf8')) as { pid: number };
    expect(note.pid).toBe(running.pid);
    const { code, out } = await Program.run(['stop', '--state', state]);
    expect(code).toBe(0);
    expect(out).toContain(`process ${running.pid} has ended in good order`);
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    expect(existsSync(join(state, 'running.json'))).toBe(false);
    const again = await Program.run(['stop', '--state', state]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('nothing runs');
  });

  it('closes first what the program opened, when it is told to; agents come back', async () => {
    await beginTrading();
    const running = program as Program;
    expect((await Program.run(['stop', '--flatten', '--state', state])).code).toBe(0);
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    expect(heldPositions(brokerBooks(state))).toEqual([]);
    const flat = journalFacts(state).filter(({ body }) => body.kind === 'flatten');
    expect(flat.map(({ body }) => body)).toMatchObject([{ state: 'begun' }, { state: 'done' }]);
    const panel = await begin();
    await eventually(async () => {
      const agents = await panel.agents();
      return agents.some((agent) => agent.state === 'RUNNING') || undefined;
    }, 30_000);
  });
});

describe('kimi-agent rearm-breaker', { timeout: 60_000 }, () => {
  it('needs a running account whose breaker is tripped', async () => {
    const asked = ['rearm-breaker', '--state', state, '--yes'];
    const alone = await Program.run(asked);
    expect(alone.code).toBe(4);
    expect(alone.err).toContain('No program runs');
    await begin('1');
    const armed = await Program.run(asked);
    expect(armed.code).toBe(5);
    expect(armed.err).toContain('is armed: there is nothing to arm again');
    const wrong = await Program.run([...asked, '--account', 'other']);
    expectRefused(wrong, 'No account is called other', 'main');
  });
});
