import { expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';

test('the list has the fields of the terminal', async () => {
  const panel = new Panel(['main']);
  panel.room.addPosition('main', '7');
  const answer = await panel.get('/api/positions');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    success: true,
    positions: [
      {
        account: 'main',
        ticket: '7',
        symbol: 'EURUSD',
        type: 'buy',
        volume: 0.1,
        price_open: 1.1,
        price_current: 1.101,
        sl: 1.09,
        tp: 1.12,
        profit: 10,
        r: 0.1,
        opened_at: 1000,
        magic: 4_294_967_297,
        comment: 'kimi',
        ours: true,
      },
    ],
  });
});

test('closing one leaves the other', async () => {
  const panel = new Panel(['main']);
  panel.room.addPosition('main', '7');
  panel.room.addPosition('main', '8');
  const answer = await panel.post('/api/positions/7/close');
  expect(answer.json()).toEqual({
    success: true,
    account: 'main',
    ticket: '7',
    symbol: 'EURUSD',
    message: 'Closing position 7.',
  });
  expect(panel.room.positions().map((one) => one.ticket)).toEqual(['8']);
});

test('closing one that the replica does not show yet is still handed in', async () => {
  const panel = new Panel(['main']);
  panel.room.answerWith('main', { ok: true, message: 'Closing.' });
  const answer = await panel.post('/api/positions/9007199254740993/close');
  expect(answer.json()).toEqual({
    success: true,
    account: 'main',
    ticket: '9007199254740993',
    message: 'Closing.',
  });
});

test('closing one that is not there is 400 with the reason', async () => {
  const answer = await new Panel(['main']).post('/api/positions/7/close');
  expect(problemOf(answer)).toEqual({ status: 400, problem: 'refused' });
  expect(answer.json()).toMatchObject({
    detail: 'There is no position 7.',
    reason: 'no-such-position',
  });
});

test('a ticket with a slash or a blank in it is 400', async () => {
  const panel = new Panel(['main']);
  for (const ticket of ['7%2F8', '7%208', '%00', 'x'.repeat(65)]) {
    const answer = await panel.post(`/api/positions/${ticket}/close`);
    expect(problemOf(answer)).toEqual({ status: 400, problem: 'bad-request' });
  }
  expect(panel.room.handedIn).toEqual([]);
});
