import { beforeEach, expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';
import { storyOf } from './test/sample-views.ts';

const ID = 'main:EURUSD:M5:1767700500000:buy';
const url = (verb: string, id = ID) => `/api/signals/${id}/${verb}`;
let panel: Panel;

beforeEach(() => {
  panel = new Panel(['main', 'other']);
  const { signal } = storyOf('main', ID);
  panel.room.waitingList = [{ account: 'main', signal, since: 1000, until: 2000 }];
});

test('what waits is listed, with how long it will', async () => {
  const { signals } = (await panel.get('/api/signals/waiting')).json<{ signals: object[] }>();
  expect(signals).toMatchObject([
    { account: 'main', signal: { id: ID }, since: 1000, until: 2000 },
  ]);
  const others = await panel.get('/api/signals/waiting?account=other');
  expect(others.json()).toEqual({ success: true, signals: [] });
});

test.each(['approve', 'decline'] as const)('%s hands it to its own account, once', async (verb) => {
  const answer = await panel.post(url(verb));
  expect(answer.json()).toMatchObject({ success: true, account: 'main', id: ID });
  const command = { type: `${verb}-signal`, signalId: ID };
  expect(panel.room.handedIn).toEqual([{ account: 'main', command, by: 'token 127.0.0.1' }]);
  expect(problemOf(await panel.post(url(verb)))).toEqual({
    status: 404,
    problem: 'no-such-signal',
  });
  expect(panel.room.handedIn).toHaveLength(1);
});

test.each([
  ['refused', 409],
  ['not-now', 409],
  ['no-such-signal', 404],
] as const)('what the account answers with %s is %d', async (reason, status) => {
  panel.room.answerWith('main', { ok: false, reason, message: 'No.' });
  expect((await panel.post(url('approve'))).statusCode).toBe(status);
});

test('an unknown id is 404 and names those that wait', async () => {
  const answer = await panel.post(url('approve', 'main:GBPUSD:M5:1:buy'));
  expect(problemOf(answer)).toEqual({ status: 404, problem: 'no-such-signal' });
  expect(answer.json<{ detail: string }>().detail).toContain(ID);
});
