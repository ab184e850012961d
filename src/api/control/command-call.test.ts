import { describe, expect, test } from 'vitest';
import { Panel, problemOf } from '../test/panel.ts';

test('a command that is not answered in time is 504 and says it may still happen', async () => {
  const panel = new Panel(['main']);
  panel.room.answerWith('main', 'timeout');
  const answer = await panel.post('/api/agents/create?symbol=EURUSD');
  expect(problemOf(answer)).toEqual({ status: 504, problem: 'not-confirmed' });
  expect(answer.json()).toMatchObject({
    account: 'main',
    detail:
      'Account main has not answered in time. The command may still be carried out: look at ' +
      'its agents and positions before sending it again. It is running: trading',
  });
});

test('a failure inside is a 500 that gives nothing away', async () => {
  const panel = new Panel(['main']);
  panel.room.answerWith('main', new Error('secret path'));
  const answer = await panel.post('/api/agents/create?symbol=EURUSD');
  expect(problemOf(answer)).toEqual({ status: 500, problem: 'failed' });
  expect(answer.body).not.toContain('secret path');
});

describe('an account that is not running', () => {
  test('that is starting refuses to start agents with 503', async () => {
    const panel = new Panel(['main']);
    panel.room.setAccount('main', { state: 'starting', detail: 'reading its journal' });
    const answer = await panel.post('/api/agents/create?symbol=EURUSD');
    expect(problemOf(answer)).toEqual({ status: 503, problem: 'account-not-running' });
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json()).toMatchObject({
      detail: 'Account main is starting: reading its journal',
      state: 'starting',
    });
    expect(panel.room.handedIn).toEqual([]);
  });

  test('that failed refuses to start agents with 409 and says why', async () => {
    const panel = new Panel(['main']);
    panel.room.setAccount('main', { state: 'failed', detail: 'journal is damaged' });
    for (const url of ['/api/agents/create?symbol=EURUSD', '/api/agents/restart/EURUSD']) {
      const answer = await panel.post(url);
      expect(problemOf(answer)).toEqual({ status: 409, problem: 'account-not-running' });
      expect(answer.json()).toMatchObject({ detail: 'Account main is failed: journal is damaged' });
    }
    expect(panel.room.handedIn).toEqual([]);
  });

  test('is still asked to stop an agent and to close a position', async () => {
    const panel = new Panel(['main']);
    panel.room.setAccount('main', { state: 'failed', detail: 'journal is damaged' });
    panel.room.addPosition('main', '7');
    const answer = await panel.post('/api/positions/7/close');
    expect(answer.statusCode).toBe(200);
    await panel.post('/api/agents/stop/EURUSD');
    expect(panel.room.handedIn.map((one) => one.command.type)).toEqual([
      'close-position',
      'stop-agent',
    ]);
  });

  test('answers "not now" with 409', async () => {
    const panel = new Panel(['main']);
    panel.room.setAccount('main', { state: 'failed' });
    panel.room.answerWith('main', { ok: false, reason: 'not-now', message: 'It has ended.' });
    const answer = await panel.post('/api/positions/7/close');
    expect(problemOf(answer)).toEqual({ status: 409, problem: 'account-not-running' });
  });
});
