import { expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';

test('a tripped breaker is armed on the account that is named', async () => {
  const panel = new Panel(['first', 'second']);
  const answer = await panel.post('/api/breaker/rearm?account=second');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    success: true,
    account: 'second',
    message: 'rearm-breaker on second.',
  });
  expect(panel.room.handedIn.map(({ account, command }) => [account, command.type])).toEqual([
    ['second', 'rearm-breaker'],
  ]);
});

test('without a name it is refused where there are several', async () => {
  const panel = new Panel(['first', 'second']);
  expect((await panel.post('/api/breaker/rearm')).statusCode).toBe(400);
  expect(panel.room.handedIn).toEqual([]);
});

test('a breaker that is not tripped is 409', async () => {
  const panel = new Panel(['main']);
  panel.room.answerWith('main', { ok: false, reason: 'not-now', message: 'It is not tripped.' });
  expect(problemOf(await panel.post('/api/breaker/rearm'))).toEqual({
    status: 409,
    problem: 'refused',
  });
});
