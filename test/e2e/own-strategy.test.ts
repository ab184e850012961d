import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentView } from '../../src/api/views.ts';
import type { WhyAnswer } from '../../src/api/why-view.ts';
import type { DigestAnswer } from '../../src/api/digest.ts';
import { Panel } from './panel.ts';
import { eventually, expectRefused, Program, removeFolder, stateFolder } from './program.ts';

/** Buys EURUSD at every M5 bar; with gold it never returns, and with the yen it ends the process. */
const STRATEGY = `
type Shown = { timeframe: string; bar: { time: number; close: number }; closedAt: number;
  spread: number; history?: boolean };
export const strategy = ({ account, instrument }: any) => ({
  timeframes: ['M5'],
  historyBars: [50],
  confirmed: [],
  onBar({ timeframe, bar, closedAt, spread, history }: Shown) {
    const { symbol, pip } = instrument;
    if (history) return [];
    if (symbol === 'XAUUSD') for (;;);
    if (symbol === 'USDJPY') process.exit(0);
    const price = bar.close + spread;
    return [{ signal: {
      id: [account, symbol, timeframe, bar.time, 'buy'].join(':'),
      symbol, timeframe, side: 'buy', time: closedAt, entry: { kind: 'market', price },
      stopLoss: price - 15 * pip, takeProfit: price + 30 * pip, confidence: 0.9,
      gates: [{ gate: 'always', passed: true, detail: 'there is none' }],
      score: [{ part: 'hope', weight: 1, value: 0.9, detail: 'plenty', evidence: [] }],
    } }];
  },
  snapshot: () => null,
  restore: () => {},
});`;

const state = stateFolder();
const config = join(state, 'kimi.yaml');
let program: Program;
let panel: Panel;

async function begin(): Promise<void> {
  const more = ['--port', '0', '--state', state, '--speed', '900'];
  program = new Program(['start', '--config', config, ...more]);
  panel = await Panel.of(program, state);
}

const ask = (...args: readonly string[]) =>
  Program.run([...args, '--config', config, '--state', state]);

beforeAll(async () => {
  writeFileSync(join(state, 'own.ts'), STRATEGY);
  writeFileSync(
    config,
    `accounts:
  - name: main
    mode: simulated
    currency: SIM
    symbols: [EURUSD, XAUUSD, USDJPY]
    strategy: ${JSON.stringify(join(state, 'own.ts'))}
`,
  );
  await begin();
}, 90_000);

afterAll(async () => {
  await program.kill();
  removeFolder(state);
});

describe('a running account with a strategy of the user', () => {
  it('trades it, and its faults cost their agents alone', async () => {
    const stateOf = (agents: readonly AgentView[], symbol: string) =>
      agents.find((agent) => agent.symbol === symbol);
    const agents = await eventually(async () => {
      const all = await panel.agents();
      return all.filter((agent) => agent.state === 'QUARANTINED').length === 2 ? all : undefined;
    }, 30_000);
    expect(stateOf(agents, 'XAUUSD')?.why).toContain('did not answer within 2 seconds');
    expect(stateOf(agents, 'USDJPY')?.why).toContain('ended by itself, with code 0');
    expect(stateOf(agents, 'EURUSD')?.state).toBe('RUNNING');
    await eventually(async () => (await panel.positions())[0], 30_000);
    const signals = await panel.signals();
    expect(signals.length).toBeGreaterThan(0);
    expect(signals.every(({ signal }) => signal.symbol === 'EURUSD')).toBe(true);
  }, 60_000);

  it('tells why, running and not, the same', async () => {
    const taken = (await panel.signals()).findLast(({ verdict }) => verdict.taken);
    const id = taken?.signal.id ?? '';
    await eventually(async () => {
      const { body } = await panel.get<WhyAnswer>(`/api/signals/${id}`);
      return body.signal.order?.deals[0];
    }, 30_000);
    const { code, out, err } = await ask('why', id);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('passed   always: there is none');
    expect(out).toContain('hope: 0.900 = weight 1 x value 0.90; plenty');
    expect(out).toMatch(/filled \(retcode 10009\)/);
    expectRefused(await ask('why', `${id}x`), 'The nearest: ', id);

    const digest = await ask('digest', '--symbol', 'EURUSD');
    expect(digest).toMatchObject({ code: 0, err: '' });
    expect(digest.out).toContain('EURUSD: ');
    expect(digest.out).not.toContain('XAUUSD');

    await program.kill();
    const after = await ask('why', id, '--json');
    expect({ code: after.code, err: after.err }).toEqual({ code: 0, err: '' });
    const answer = JSON.parse(after.out) as WhyAnswer;
    expect(answer.signal.signal).toEqual(taken?.signal);
    expect(answer.signal.order?.states[0]).toMatchObject({ state: 'filled', retcode: 10009 });
    expectRefused(await ask('why', `${id}x`), 'The nearest: ', id);
    const dead = JSON.parse((await ask('digest', '--json')).out) as DigestAnswer;
    expect(dead.digests[0]?.agents.map(({ symbol }) => symbol)).toContain('USDJPY');
    expectRefused(await ask('digest', '--day', 'today'));
  }, 90_000);

  it('goes on after the end of its process, its journal read meanwhile', async () => {
    const before = await ask('digest', '--json');
    expect(before.code).toBe(0);
    await begin();
    const known = (await panel.signals()).length;
    const agents = await panel.agents();
    expect(agents.find(({ symbol }) => symbol === 'EURUSD')?.state).not.toBe('QUARANTINED');
    expect(agents.find(({ symbol }) => symbol === 'XAUUSD')?.state).toBe('QUARANTINED');
    await eventually(async () => (await panel.signals()).length > known || undefined, 30_000);
    const { body } = await panel.get<DigestAnswer>('/api/digest?symbol=EURUSD');
    expect(body.digests[0]?.agents[0]?.candidates).toBeGreaterThan(0);
    const { code, err } = await program.stop();
    expect({ code, err }).toEqual({ code: 0, err: '' });
  }, 90_000);
});

describe('a strategy file', () => {
  it('that is not there is refused', async () => {
    writeFileSync(
      config,
      'accounts:\n  - { name: main, mode: simulated, currency: SIM, symbols: [EURUSD], strategy: no.ts }\n',
    );
    const ended = await Program.run(['start', '--config', config, '--port', '0', '--state', state]);
    expectRefused(ended, 'There is no strategy file');
  }, 30_000);
});
