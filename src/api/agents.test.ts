import { describe, expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';

describe('create', () => {
  test('starts an agent for exactly the symbol named', async () => {
    const panel = new Panel(['main']);
    const answer = await panel.post('/api/agents/create?symbol=EURUSD.raw%23');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      account: 'main',
      symbol: 'EURUSD.raw#',
      message: 'Agent for EURUSD.raw# started.',
    });
    expect(panel.room.handedIn).toEqual([
      {
        account: 'main',
        command: { type: 'create-agent', symbol: 'EURUSD.raw#' },
        by: 'token 127.0.0.1',
      },
    ]);
  });

  test('is 400 with the reason when there is one already', async () => {
    const panel = new Panel(['main']);
    await panel.post('/api/agents/create?symbol=EURUSD');
    const answer = await panel.post('/api/agents/create?symbol=EURUSD');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({
      type: 'urn:kimi-agent:problem:refused',
      title: 'Bad Request',
      status: 400,
      detail: 'EURUSD has an agent already.',
      instance: '/api/agents/create',
      success: false,
      account: 'main',
      reason: 'agent-exists',
    });
  });

  test('is 400 for a symbol the broker does not have', async () => {
    const answer = await new Panel(['main']).post('/api/agents/create?symbol=NOSUCH');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ reason: 'unknown-symbol' });
  });

  test.each([
    ['without a symbol', ''],
    ['with an empty symbol', '?symbol='],
    ['with two symbols', '?symbol=EURUSD&symbol=GBPUSD'],
    ['with a space in the symbol', '?symbol=EUR%20USD'],
    ['with a symbol of 33 characters', `?symbol=${'A'.repeat(33)}`],
    ['with a line break in the symbol', '?symbol=EURUSD%0A'],
    ['with a key it does not know', '?symbol=EURUSD&acount=main'],
  ])('is 400 %s, and nothing is handed in', async (_name, query) => {
    const panel = new Panel(['main']);
    const answer = await panel.post(`/api/agents/create${query}`);
    expect(problemOf(answer)).toEqual({ status: 400, problem: 'bad-request' });
    expect(panel.room.handedIn).toEqual([]);
  });

  test('names what is wrong and where', async () => {
    const answer = await new Panel(['main']).post('/api/agents/create');
    expect(answer.json()).toMatchObject({
      detail: 'query symbol: give one symbol, such as EURUSD',
      errors: [{ in: 'query', name: 'symbol', message: 'give one symbol, such as EURUSD' }],
    });
  });
});

describe('stop and restart', () => {
  test('act on an agent that is there', async () => {
    const panel = new Panel(['main']);
    await panel.post('/api/agents/create?symbol=EURUSD');
    const stopped = await panel.post('/api/agents/stop/EURUSD');
    expect(stopped.json()).toEqual({
      success: true,
      account: 'main',
      symbol: 'EURUSD',
      message: 'Agent for EURUSD is STOPPED.',
    });
    expect(panel.room.agents()[0]?.state).toBe('STOPPED');
    const restarted = await panel.post('/api/agents/restart/EURUSD');
    expect(restarted.json()).toMatchObject({ message: 'Agent for EURUSD is RUNNING.' });
  });

  test.each(['stop', 'restart'])('%s is 404 when there is none', async (verb) => {
    const panel = new Panel(['main']);
    await panel.post('/api/agents/create?symbol=EURUSD');
    const answer = await panel.post(`/api/agents/${verb}/eurusd`);
    expect(problemOf(answer)).toEqual({ status: 404, problem: 'no-such-agent' });
  });

  test('%s is 409 when it cannot be done now', async () => {
    const panel = new Panel(['main']);
    panel.room.answerWith('main', { ok: false, reason: 'not-now', message: 'Wait.' });
    const answer = await panel.post('/api/agents/restart/EURUSD');
    expect(problemOf(answer)).toEqual({ status: 409, problem: 'refused' });
  });
});

describe('status', () => {
  test('of the swarm counts the agents that watch', async () => {
    const panel = new Panel(['main']);
    for (const symbol of ['EURUSD', 'GBPUSD', 'XAUUSD']) {
      await panel.post(`/api/agents/create?symbol=${symbol}`);
    }
    await panel.post('/api/agents/stop/GBPUSD');
    const answer = await panel.get('/api/agents/status');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      total_agents: 3,
      active_agents: 2,
      agents: panel.room.agents(),
    });
  });

  test('of one agent', async () => {
    const panel = new Panel(['main']);
    await panel.post('/api/agents/create?symbol=EURUSD');
    const [agent] = panel.room.agents();
    const answer = await panel.get('/api/agents/EURUSD/status');
    expect(answer.json()).toEqual({ success: true, symbol: 'EURUSD', agent, agents: [agent] });
  });

  test('is 404 for a symbol without an agent and names those there are', async () => {
    const panel = new Panel(['main']);
    await panel.post('/api/agents/create?symbol=EURUSD');
    const answer = await panel.get('/api/agents/GBPUSD/status');
    expect(problemOf(answer)).toEqual({ status: 404, problem: 'no-such-agent' });
    expect(answer.json()).toMatchObject({
      detail: 'There is no agent for GBPUSD; capitals count. There are: EURUSD.',
    });
  });
});
