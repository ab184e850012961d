import { expect, test } from 'vitest';
import { Panel } from '../test/panel.ts';
import { agentOf } from '../test/sample-views.ts';
import type { AccountView } from '../views.ts';

async function healthOf(...accounts: Partial<AccountView>[]): Promise<unknown> {
  const panel = new Panel(accounts.map((_, index) => `account-${index}`));
  accounts.forEach((changes, index) => panel.room.setAccount(`account-${index}`, changes));
  const answer = await panel.get('/health', {});
  return { code: answer.statusCode, ...answer.json<object>() };
}

test('needs no token and says what the brief says', async () => {
  const panel = new Panel(['main']);
  panel.room.agentList = [
    agentOf('main', 'EURUSD'),
    { ...agentOf('main', 'GBPUSD'), state: 'DEGRADED' },
    { ...agentOf('main', 'USDJPY'), state: 'READY' },
    { ...agentOf('main', 'XAUUSD'), state: 'STOPPED' },
    { ...agentOf('main', 'BTCUSD'), state: 'QUARANTINED' },
  ];
  const answer = await panel.get('/health', {});
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ status: 'healthy', mt5_connected: false, active_agents: 3 });
});

const up = { up: true, detail: '' };
const down = { up: false, detail: '' };

test.each<[string, Partial<AccountView>[], boolean]>([
  ['a simulated account', [{ mode: 'simulated', link: up }], false],
  ['a paper account', [{ mode: 'paper', link: up }], false],
  ['a demo account', [{ mode: 'demo', link: up }], true],
  ['a real account', [{ mode: 'real', link: up }], true],
  ['a real account whose link is down', [{ mode: 'real', link: down }], false],
  ['a paper and a real account', [{ mode: 'paper' }, { mode: 'real', link: up }], true],
  [
    'two, one of them away',
    [
      { mode: 'demo', link: up },
      { mode: 'real', link: down },
    ],
    false,
  ],
])('mt5_connected of %s', async (_name, accounts, expected) => {
  expect(await healthOf(...accounts)).toMatchObject({ mt5_connected: expected });
});

test('one failed account of two is degraded, all failed is unhealthy', async () => {
  expect(await healthOf({ state: 'failed' }, {})).toMatchObject({ code: 200, status: 'degraded' });
  expect(await healthOf({ state: 'failed' })).toMatchObject({ code: 503, status: 'unhealthy' });
});
