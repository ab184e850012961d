import { describe, expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';

const TRADING_CALLS = [
  '/api/agents/create?symbol=EURUSD',
  '/api/agents/stop/EURUSD',
  '/api/agents/restart/EURUSD',
  '/api/positions/7/close',
];

function withAccount(url: string, account: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}account=${account}`;
}

test('the only account may be named or left out', async () => {
  const panel = new Panel(['main']);
  await panel.post('/api/agents/create?symbol=EURUSD');
  await panel.post('/api/agents/create?symbol=GBPUSD&account=main');
  expect(panel.room.handedIn.map((one) => one.account)).toEqual(['main', 'main']);
});

describe.each(TRADING_CALLS)('with two accounts, %s', (url) => {
  test('without an account is a 400 that lists them', async () => {
    const panel = new Panel(['first', 'second']);
    const answer = await panel.post(url);
    expect(problemOf(answer)).toEqual({ status: 400, problem: 'account-needed' });
    expect(answer.json()).toMatchObject({
      detail: 'There are several accounts: add ?account= with one of first, second.',
      accounts: ['first', 'second'],
    });
    expect(panel.room.handedIn).toEqual([]);
  });

  test('with one goes to that account alone', async () => {
    const panel = new Panel(['first', 'second']);
    await panel.post(withAccount(url, 'second'));
    expect(panel.room.handedIn.map((one) => one.account)).toEqual(['second']);
  });

  test('with an unknown one is a 404 that lists them', async () => {
    const panel = new Panel(['first', 'second']);
    const answer = await panel.post(withAccount(url, 'third'));
    expect(problemOf(answer)).toEqual({ status: 404, problem: 'unknown-account' });
    expect(answer.json()).toMatchObject({ accounts: ['first', 'second'] });
    expect(panel.room.handedIn).toEqual([]);
  });
});

describe('reading with two accounts', () => {
  async function twoAccounts(): Promise<Panel> {
    const panel = new Panel(['first', 'second']);
    for (const account of ['first', 'second']) {
      await panel.post(`/api/agents/create?symbol=EURUSD&account=${account}`);
      panel.room.addPosition(account, `${account}-7`);
    }
    return panel;
  }

  test('answers for all, or for the one named', async () => {
    const panel = await twoAccounts();
    const tickets = async (url: string) =>
      (await panel.get(url))
        .json<{ positions: { ticket: string }[] }>()
        .positions.map((one) => one.ticket);
    expect(await tickets('/api/positions')).toEqual(['first-7', 'second-7']);
    expect(await tickets('/api/positions?account=second')).toEqual(['second-7']);
    const swarm = await panel.get('/api/agents/status');
    expect(swarm.json()).toMatchObject({ total_agents: 2, active_agents: 2 });
    const half = await panel.get('/api/agents/status?account=first');
    expect(half.json()).toMatchObject({ total_agents: 1, agents: [{ account: 'first' }] });
  });

  test('shows the agents of a symbol in both', async () => {
    const panel = await twoAccounts();
    const both = await panel.get('/api/agents/EURUSD/status');
    expect(both.json()).toEqual({
      success: true,
      symbol: 'EURUSD',
      agents: panel.room.agents(),
    });
    const one = await panel.get('/api/agents/EURUSD/status?account=second');
    expect(one.json()).toMatchObject({ agent: { account: 'second' } });
  });

  test.each([
    '/api/agents/status',
    '/api/positions',
    '/api/accounts',
    '/api/events',
    '/api/signals',
  ])('%s is 404 for an unknown account', async (path) => {
    const answer = await new Panel(['first', 'second']).get(`${path}?account=FIRST`);
    expect(problemOf(answer)).toEqual({ status: 404, problem: 'unknown-account' });
  });

  test('candles need the account named', async () => {
    const panel = new Panel(['first', 'second']);
    const answer = await panel.get('/api/candles?symbol=EURUSD');
    expect(problemOf(answer)).toEqual({ status: 400, problem: 'account-needed' });
    const named = await panel.get('/api/candles?symbol=EURUSD&account=second');
    expect(named.json()).toMatchObject({ account: 'second' });
  });
});
