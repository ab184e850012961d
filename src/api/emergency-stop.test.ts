import { expect, test } from 'vitest';
import { Panel, problemOf, WITH_TOKEN } from './test/panel.ts';

const DONE = { outcome: 'done', message: 'All positions closed, all agents stopped.' };

test('without an account it means all of them', async () => {
  const panel = new Panel(['first', 'second']);
  panel.room.addPosition('first', '7');
  panel.room.addPosition('second', '8');
  const answer = await panel.post('/api/emergency-stop');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    success: true,
    message:
      'first: All positions closed, all agents stopped.; ' +
      'second: All positions closed, all agents stopped.',
    accounts: [
      { account: 'first', ...DONE },
      { account: 'second', ...DONE },
    ],
  });
  expect(panel.room.positions()).toEqual([]);
});

test('with an account it means that one alone', async () => {
  const panel = new Panel(['first', 'second']);
  panel.room.addPosition('first', '7');
  panel.room.addPosition('second', '8');
  await panel.post('/api/emergency-stop?account=second');
  expect(panel.room.positions().map((one) => one.ticket)).toEqual(['7']);
});

test('a misspelt key stops nothing instead of everything', async () => {
  const panel = new Panel(['first', 'second']);
  const answer = await panel.post('/api/emergency-stop?acount=second');
  expect(answer.statusCode).toBe(400);
  expect(panel.room.handedIn).toEqual([]);
});

test('an account in a body is refused, for it would not be heeded', async () => {
  const panel = new Panel(['first', 'second']);
  const headers = { ...WITH_TOKEN, 'content-type': 'application/json' };
  const answer = await panel.post('/api/emergency-stop', headers, '{"account":"second"}');
  expect(problemOf(answer)).toEqual({ status: 400, problem: 'bad-request' });
  expect(panel.room.handedIn).toEqual([]);
});

test.each([
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/octet-stream',
])('an empty body of type %s does not hold it up', async (type) => {
  const headers = { ...WITH_TOKEN, 'content-type': type, 'content-length': '0' };
  const answer = await new Panel(['main']).post('/api/emergency-stop', headers, '');
  expect(answer.statusCode).toBe(200);
});

test('an account that does not answer is 504, and the others are stopped', async () => {
  const panel = new Panel(['first', 'second']);
  panel.room.answerWith('first', 'timeout');
  panel.room.addPosition('second', '8');
  const answer = await panel.post('/api/emergency-stop');
  expect(problemOf(answer)).toEqual({ status: 504, problem: 'not-confirmed' });
  const body = answer.json<{ detail: string; accounts: unknown[] }>();
  expect(body.detail).toContain('may still be carried out');
  expect(body.accounts).toMatchObject([{ outcome: 'not-confirmed' }, { outcome: 'done' }]);
  expect(panel.room.positions()).toEqual([]);
});

test('an account whose command fails does not keep the others from being stopped', async () => {
  const panel = new Panel(['first', 'second']);
  panel.room.answerWith('first', new Error('thread is gone'));
  panel.room.addPosition('second', '8');
  const answer = await panel.post('/api/emergency-stop');
  expect(problemOf(answer)).toEqual({ status: 500, problem: 'failed' });
  expect(answer.body).not.toContain('thread is gone');
  expect(answer.json()).toMatchObject({ accounts: [{ outcome: 'failed' }, { outcome: 'done' }] });
  expect(panel.room.positions()).toEqual([]);
});

test('a refusal is 409 with the words of the account', async () => {
  const panel = new Panel(['main']);
  panel.room.answerWith('main', { ok: false, reason: 'not-now', message: 'No link.' });
  const answer = await panel.post('/api/emergency-stop');
  expect(problemOf(answer)).toEqual({ status: 409, problem: 'refused' });
  expect(answer.json()).toMatchObject({ accounts: [{ outcome: 'refused', message: 'No link.' }] });
});
