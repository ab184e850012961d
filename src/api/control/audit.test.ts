import { expect, test } from 'vitest';
import { Panel, TOKEN, WITH_TOKEN } from '../test/panel.ts';
import type { AuditRow } from './control-store.ts';

async function recordsOf(panel: Panel, query = ''): Promise<AuditRow[]> {
  return (await panel.get(`/api/audit${query}`)).json<{ records: AuditRow[] }>().records;
}

test('each control action is recorded: who, what, when, from where, and what came of it', async () => {
  const panel = new Panel(['main']);
  const begun = Date.now();
  await panel.post('/api/agents/create?symbol=EURUSD');
  await panel.call({
    method: 'POST',
    url: '/api/positions/99/close?account=main',
    headers: WITH_TOKEN,
    remoteAddress: '192.0.2.7',
  });
  const [second, first, ...others] = await recordsOf(panel);
  expect(others).toEqual([]);
  expect(first).toEqual({
    id: 1,
    time: expect.any(Number),
    who: 'token owner',
    scope: 'admin',
    source: '127.0.0.1',
    action: 'POST /api/agents/create',
    target: { symbol: 'EURUSD' },
    status: 200,
    result: 'done',
    detail: 'Agent for EURUSD started.',
  });
  expect(first?.time).toBeGreaterThanOrEqual(begun);
  expect(second).toMatchObject({
    source: '192.0.2.7',
    action: 'POST /api/positions/:ticket/close',
    target: { ticket: '99', account: 'main' },
    status: 400,
    result: 'refused',
    detail: 'There is no position 99.',
  });
});

test('signing in and out is recorded, without what was typed; reading is not', async () => {
  const panel = new Panel(['main']);
  const cookie = await panel.cookie();
  const ours = { cookie, host: 'localhost', origin: 'http://localhost' };
  await panel.get('/api/positions', ours);
  await panel.call({ method: 'DELETE', url: '/api/session', headers: ours });
  const records = await recordsOf(panel);
  expect(records.map(({ who, action, status }) => [who, action, status])).toEqual([
    ['page owner', 'DELETE /api/session', 200],
    ['page owner', 'POST /api/session', 200],
  ]);
  expect(JSON.stringify(records)).not.toContain(TOKEN);
  expect(records.every(({ target }) => Object.keys(target).length === 0)).toBe(true);
});

test('what was refused for its form or its origin is recorded, when it is known whose it was', async () => {
  const panel = new Panel(['main']);
  const cookie = await panel.cookie();
  await panel.post('/api/agents/create', WITH_TOKEN);
  await panel.post('/api/emergency-stop', { cookie, origin: 'https://evil.example' });
  await panel.post('/api/emergency-stop', { authorization: 'Bearer wrong' });
  const records = await recordsOf(panel);
  expect(records.map(({ action, status, result }) => [action, status, result])).toEqual([
    ['POST /api/agents/create', 400, 'bad-request'],
    ['POST /api/session', 200, 'done'],
  ]);
});

test('pages go on where the last one ended', async () => {
  const panel = new Panel(['main']);
  for (let n = 0; n < 5; n += 1) await panel.post('/api/emergency-stop');
  expect((await recordsOf(panel, '?limit=2')).map(({ id }) => id)).toEqual([5, 4]);
  expect((await recordsOf(panel, '?limit=2&before=4')).map(({ id }) => id)).toEqual([3, 2]);
});

test('a record that cannot be written does not hold up an emergency stop', async () => {
  const panel = new Panel(['main']);
  await panel.server.ready();
  panel.controls.close();
  expect((await panel.post('/api/emergency-stop')).statusCode).toBe(200);
  expect(panel.room.handedIn).toHaveLength(1);
});
