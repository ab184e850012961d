import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ControlStore } from './control-store.ts';
import { Panel, problemOf, WITH_TOKEN } from '../test/panel.ts';

const withKey = (key: string) => ({ ...WITH_TOKEN, 'idempotency-key': key });
const CREATE = '/api/agents/create?symbol=EURUSD';

test('the same call with the same key is carried out once and answered alike', async () => {
  const panel = new Panel(['main']);
  const first = await panel.post(CREATE, withKey('a'));
  const again = await panel.post(CREATE, withKey('a'));
  expect([first.statusCode, again.statusCode]).toEqual([200, 200]);
  expect(again.body).toBe(first.body);
  expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([
    undefined,
    'true',
  ]);
  expect(panel.room.handedIn).toHaveLength(1);
});

test('a refusal is kept too: what was refused once is not tried again by itself', async () => {
  const panel = new Panel(['main']);
  const first = await panel.post('/api/agents/stop/EURUSD', withKey('a'));
  await panel.post(CREATE);
  const again = await panel.post('/api/agents/stop/EURUSD', withKey('a'));
  expect(problemOf(again)).toEqual({ status: 404, problem: 'no-such-agent' });
  expect(again.body).toBe(first.body);
});

test('the same key for another call is refused, and that call is not carried out', async () => {
  const panel = new Panel(['main']);
  await panel.post(CREATE, withKey('a'));
  const other = await panel.post('/api/agents/create?symbol=GBPUSD', withKey('a'));
  expect(problemOf(other)).toEqual({ status: 422, problem: 'key-reused' });
  expect(panel.room.handedIn).toHaveLength(1);
});

test('without a key each call is a call of its own', async () => {
  const panel = new Panel(['main']);
  await panel.post(CREATE);
  expect(problemOf(await panel.post(CREATE)).problem).toBe('refused');
  expect(panel.room.handedIn).toHaveLength(2);
});

test('a request that cannot be understood uses up no key', async () => {
  const panel = new Panel(['main']);
  expect((await panel.post('/api/agents/create', withKey('a'))).statusCode).toBe(400);
  expect((await panel.post(CREATE, withKey('a'))).statusCode).toBe(200);
});

test.each(['', ' ', 'a b', 'x'.repeat(201), 'ä'])('the key "%s" is 400', async (key) => {
  const panel = new Panel(['main']);
  expect((await panel.post(CREATE, withKey(key))).statusCode).toBe(400);
  expect(panel.room.handedIn).toEqual([]);
});

test('keys outlive a restart; a call that a crash left unanswered is never made again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-keys-'));
  const file = join(folder, 'control.sqlite');
  const before = new ControlStore(file);
  const first = await new Panel(['main'], { controls: before }).post(CREATE, withKey('a'));
  const hung = new Panel(['main'], { controls: before });
  hung.room.command = () => Promise.withResolvers<never>().promise;
  void hung.post('/api/emergency-stop', withKey('b')).catch(() => undefined);
  await hung.get('/api/positions');
  before.close();

  const controls = new ControlStore(file);
  const panel = new Panel(['main'], { controls });
  expect((await panel.post(CREATE, withKey('a'))).body).toBe(first.body);
  const unanswered = await panel.post('/api/emergency-stop', withKey('b'));
  expect(problemOf(unanswered)).toEqual({ status: 409, problem: 'not-confirmed' });
  expect(panel.room.handedIn).toEqual([]);
  const { records } = (await panel.get('/api/audit?limit=3')).json<{
    records: { action: string; status: number | null }[];
  }>();
  // Newest first: the two replays, then the call that the crash left unanswered.
  expect(records.map(({ action, status }) => `${action} ${status}`)).toEqual([
    'POST /api/emergency-stop 409',
    'POST /api/agents/create 200',
    'POST /api/emergency-stop null',
  ]);
  controls.close();
  rmSync(folder, { recursive: true });
});
