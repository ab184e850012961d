import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentView } from '../../src/api/views.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder, tokenOf } from './program.ts';
import { journalFacts } from './state-files.ts';

/** The first start, at the speed and with the seed that a new user gets. */
const state = stateFolder();
let program: Program;
let panel: Panel;
/** Facts up to this one were there before anybody could look. */
let begunAt: number;

beforeAll(async () => {
  program = new Program(['start', '--port', '0', '--state', state]);
  panel = await Panel.of(program, state);
  begunAt = (await panel.account()).lastSeq;
}, 60_000);

afterAll(async () => {
  await program.stop();
  removeFolder(state);
});

const CONFIGURED = ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD', 'AUDUSD'];

describe('the first start', () => {
  it('prints a link with a one-time code and says what is simulated', () => {
    expect(program.out).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{22}\n/);
    expect(program.out).toContain('SIMULATED ×60: generated market, money is SIM');
  });

  it('makes a token that only its owner can read', () => {
    expect(tokenOf(state)).toMatch(/^[\w-]{43}$/);
    if (process.platform === 'win32') return; // its access lists are not told by mode bits
    expect(statSync(join(state, 'token')).mode & 0o777).toBe(0o600);
    expect(statSync(state).mode & 0o077).toBe(0);
  });

  it('opens with history: bars, structures, trades and refusals', async () => {
    const decided = await panel.signals();
    expect(decided.some(({ verdict }) => verdict.taken)).toBe(true);
    expect(decided.some(({ verdict }) => !verdict.taken && verdict.detail !== '')).toBe(true);
    let trades = 0;
    for (const symbol of CONFIGURED) {
      const chart = await panel.candles(symbol);
      expect(chart.bars).toHaveLength(500);
      expect(chart.structures.length).toBeGreaterThan(20);
      trades += chart.trades.filter(({ closedAt }) => closedAt !== null).length;
    }
    expect(trades).toBeGreaterThan(0);
    const kinds = new Set((await panel.events()).map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['signal', 'order-intended', 'deal']));
  });

  it('labels its money and its mode', async () => {
    const account = await panel.account();
    expect(account).toMatchObject({ mode: 'simulated', currency: 'SIM', state: 'running' });
    expect(account.marketOpen).toBe(true);
  });
});

describe("the brief's calls, in its order", () => {
  it('answers /health to anybody and nothing else', async () => {
    const health = await panel.call('GET', '/health', {});
    expect(health).toEqual({
      status: 200,
      body: { status: 'healthy', mt5_connected: false, active_agents: 5 },
    });
    for (const path of ['/api/agents/status', '/api/positions', '/api/snapshot', '/api/stream']) {
      expect((await panel.call('GET', path, {})).status).toBe(401);
    }
    expect((await panel.call('POST', '/api/emergency-stop', {})).status).toBe(401);
    const wrong = { authorization: `Bearer ${'x'.repeat(43)}` };
    expect((await panel.call('GET', '/api/agents/status', wrong)).status).toBe(401);
    expect(await panel.agents()).toHaveLength(5);
  });

  it('creates an agent for a symbol that has none, and for no other', async () => {
    const created = await panel.post('/api/agents/create?symbol=EURGBP');
    expect(created).toEqual({
      status: 200,
      body: {
        success: true,
        account: 'main',
        symbol: 'EURGBP',
        message: 'agent for EURGBP created',
      },
    });
    const again = await panel.post('/api/agents/create?symbol=EURUSD');
    expect(again).toMatchObject({ status: 400, body: { success: false, reason: 'agent-exists' } });
    const unknown = await panel.post('/api/agents/create?symbol=EURXXX');
    expect(unknown).toMatchObject({ status: 400, body: { reason: 'unknown-symbol' } });
    expect(unknown.body['detail']).toContain('EURUSD');
    expect((await panel.post('/api/agents/create')).status).toBe(400);
  });

  it('tells the status of all, of one, and of none', async () => {
    const all = await eventually(async () => {
      const { body } = await panel.get<{ active_agents: number; agents: AgentView[] }>(
        '/api/agents/status',
      );
      return body.agents.every((agent) => agent.state === 'RUNNING') ? body : undefined;
    }, 20_000);
    expect(all).toMatchObject({ success: true, total_agents: 6, active_agents: 6 });
    expect(all.agents.map(({ symbol }) => symbol)).toEqual([...CONFIGURED, 'EURGBP']);
    const one = await panel.get<{ agent: AgentView }>('/api/agents/EURGBP/status');
    expect(one.status).toBe(200);
    expect(one.body.agent.barsSeen).toBeGreaterThan(500); // it began with history
    expect((await panel.get('/api/agents/NZDUSD/status')).status).toBe(404);
    expect((await panel.candles('EURGBP')).bars).toHaveLength(500);
  });

  it('stops an agent once, and starts it again', async () => {
    expect((await panel.post('/api/agents/stop/EURGBP')).status).toBe(200);
    expect((await panel.post('/api/agents/stop/EURGBP')).status).toBe(404);
    expect((await panel.post('/api/agents/stop/NZDUSD')).status).toBe(404);
    const isStopped = (agent: AgentView): boolean => agent.state === 'STOPPED';
    await eventually(async () => (await panel.agents()).find(isStopped), 5_000);
    expect((await panel.get('/api/agents/EURGBP/status')).status).toBe(200);
    expect((await panel.post('/api/agents/restart/EURGBP')).status).toBe(200);
    expect((await panel.post('/api/agents/restart/NZDUSD')).status).toBe(404);
    await eventually(async () => {
      return (await panel.agents()).every((agent) => agent.state === 'RUNNING') || undefined;
    }, 20_000);
  });

  it('refuses to close a position that is not there', async () => {
    const answer = await panel.post('/api/positions/999999/close');
    expect(answer).toMatchObject({ status: 400, body: { reason: 'no-such-position' } });
  });
});

describe('the first minute', () => {
  it('brings an accepted signal whose order carries stop and target', async () => {
    const taken = await eventually(async () => {
      const signals = await panel.signals(50);
      return signals.find(({ seq, verdict }) => verdict.taken && seq > begunAt);
    }, 90_000);
    if (!taken.verdict.taken) throw new Error('it was not taken');
    expect(taken.signal.confidence).toBeGreaterThan(0.85);
    expect(taken.signal.gates.every(({ passed }) => passed)).toBe(true);
    const { number } = taken.verdict;
    const fill = await eventually(async () => {
      const events = await panel.events();
      const symbol = taken.signal.symbol;
      return events.find(
        (one) => one.seq > taken.seq && one.kind === 'deal' && one.symbol === symbol,
      );
    }, 20_000);
    expect(fill.text).toMatch(/^Opened /);
    const order = (await panel.events()).find(({ text }) => text.startsWith(`Order ${number}:`));
    const { stopLoss, takeProfit } = taken.signal;
    expect(order?.text).toContain(`stop ${stopLoss}, target ${takeProfit}`);
    const position = (await panel.positions()).find(({ symbol }) => symbol === taken.signal.symbol);
    expect(position).toMatchObject({ sl: stopLoss, tp: takeProfit, ours: true });
  }, 120_000);

  it('ends with an emergency stop that leaves nothing open and nobody running', async () => {
    const [open] = await panel.positions();
    expect(open).toBeDefined(); // otherwise it would prove nothing
    const answer = await panel.post('/api/emergency-stop');
    expect(answer).toMatchObject({
      status: 200,
      body: { success: true, accounts: [{ account: 'main', outcome: 'done' }] },
    });
    await eventually(async () => {
      return (await panel.positions()).length === 0 ? true : undefined;
    }, 20_000);
    const agents = await panel.agents();
    expect(agents.map((agent) => agent.state)).toEqual(Array(6).fill('STOPPED'));
    const done = await eventually(async () => {
      return (await panel.events()).find(({ text }) => text.startsWith('EMERGENCY STOP: done'));
    }, 20_000);
    expect(done.level).toBe('danger');
    const closed = (await panel.events()).findLast(({ text }) => text.startsWith('Closed'));
    expect(closed?.symbol).toBe(open?.symbol);
    expect(closed?.text).not.toMatch(/stop-loss|take-profit/); // at our request, not by its level
    const health = await panel.call('GET', '/health', {});
    expect(health.body).toMatchObject({ status: 'healthy', active_agents: 0 });
  }, 60_000);

  it('left a journal in which every order has a stop, a target and a number of its own', async () => {
    expect((await program.stop()).code).toBe(0);
    const facts = journalFacts(state);
    const numbers: number[] = [];
    for (const { body } of facts) {
      if (body.kind === 'order-intended') {
        const { stopLoss, takeProfit, side, price } = body.order;
        const towards = side === 'buy' ? 1 : -1;
        expect((price - stopLoss) * towards).toBeGreaterThan(0);
        expect((takeProfit - price) * towards).toBeGreaterThan(0);
        numbers.push(body.number);
      } else if (body.kind === 'reduction-intended') numbers.push(body.number);
    }
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
