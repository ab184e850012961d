import { expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';

test('scenes reach the simulated account as they were asked for', async () => {
  const panel = new Panel(['main']);
  panel.room.setAccount('main', { mode: 'simulated' });
  const gap = await panel.post('/api/simulation/gap?symbol=EURUSD&pct=-1.5');
  expect(gap.json()).toEqual({ success: true, account: 'main', message: 'Played gap.' });
  await panel.post('/api/simulation/cut-link?seconds=5');
  await panel.post('/api/simulation/cut-link');
  await panel.post('/api/simulation/news');
  await panel.post('/api/simulation/trip-breaker');
  expect(panel.room.scenes.map(({ scene }) => scene)).toEqual([
    { type: 'gap', symbol: 'EURUSD', pct: -1.5 },
    { type: 'cut-link', seconds: 5 },
    { type: 'cut-link', seconds: 30 },
    { type: 'news' },
    { type: 'trip-breaker' },
  ]);
});

test.each(['paper', 'demo', 'real'] as const)('nothing is played with in mode %s', async (mode) => {
  const panel = new Panel(['main']);
  panel.room.setAccount('main', { mode });
  for (const call of ['gap?symbol=EURUSD&pct=1', 'cut-link', 'news', 'trip-breaker', 'kill']) {
    const answer = await panel.post(`/api/simulation/${call}`);
    expect(problemOf(answer)).toEqual({ status: 409, problem: 'refused' });
    expect(answer.json<{ detail: string }>().detail).toBe(
      `Account main is ${mode}: only a simulated market can be played with.`,
    );
  }
  expect(panel.room.scenes).toEqual([]);
  expect(panel.room.deaths).toBe(0);
});

test('the program is killed only where every account is simulated, and answers first', async () => {
  const panel = new Panel(['main', 'second']);
  panel.room.setAccount('main', { mode: 'simulated' });
  panel.room.setAccount('second', { mode: 'demo' });
  expect(problemOf(await panel.post('/api/simulation/kill')).status).toBe(409);
  panel.room.setAccount('second', { mode: 'simulated' });
  const answer = await panel.post('/api/simulation/kill');
  expect(answer.json<{ message: string }>().message).toContain('Start it again');
  expect(panel.room.deaths).toBe(1);
});

test('sizes that mean nothing are refused before anything is played', async () => {
  const panel = new Panel(['main']);
  panel.room.setAccount('main', { mode: 'simulated' });
  const calls = [
    'gap?symbol=EURUSD',
    'gap?symbol=EURUSD&pct=0',
    'gap?symbol=EURUSD&pct=21',
    'gap?symbol=EURUSD&pct=1e1',
    'gap?pct=1',
    'cut-link?seconds=0',
    'cut-link?seconds=601',
    'news?seconds=5',
  ];
  for (const call of calls) {
    expect(problemOf(await panel.post(`/api/simulation/${call}`)).status).toBe(400);
  }
  expect(panel.room.scenes).toEqual([]);
});

test("an account's refusal and its silence are told apart", async () => {
  const panel = new Panel(['main']);
  panel.room.setAccount('main', { mode: 'simulated' });
  panel.room.answerWith('main', { ok: false, reason: 'not-now', message: 'tripped already' });
  expect(problemOf(await panel.post('/api/simulation/trip-breaker')).status).toBe(409);
  panel.room.answerWith('main', 'timeout');
  expect(problemOf(await panel.post('/api/simulation/news'))).toEqual({
    status: 504,
    problem: 'not-confirmed',
  });
});
