import { expect, test } from 'vitest';
import { Panel } from '../test/panel.ts';
import type { AccountView } from '../views.ts';

const down = { link: { up: false, detail: '' } };

test.each<[string, Partial<AccountView>[], string[]]>([
  ['all run and are linked', [{}, {}], []],
  ['one recovers', [{ state: 'starting' }, {}], ['a0 starting']],
  ['one has failed', [{}, { state: 'failed' }], ['a1 failed']],
  ['one has stopped', [{ state: 'stopped' }, {}], ['a0 stopped']],
  ['the link of one is lost', [{}, down], ['a1 no-link']],
  ['both are away', [down, { state: 'failed' }], ['a0 no-link', 'a1 failed']],
])('/ready when %s', async (_name, accounts, expected) => {
  const panel = new Panel(['a0', 'a1']);
  accounts.forEach((changes, index) => panel.room.setAccount(`a${index}`, changes));
  const answer = await panel.get('/ready', {});
  const { ready, reasons } = answer.json<{ ready: boolean; reasons: Record<string, string>[] }>();
  expect(reasons.map(({ account, reason }) => `${account} ${reason}`)).toEqual(expected);
  expect([ready, answer.statusCode]).toEqual(expected.length === 0 ? [true, 200] : [false, 503]);
});

test('/ready warns of a disk that fills up, and is ready all the same', async () => {
  const panel = new Panel(['main'], { hasRoom: () => false });
  const answer = await panel.get('/ready', {});
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    { ready: true, reasons: [], warnings: ['disk-low'] },
  ]);
});

test('/health is degraded while the link of a running account is lost', async () => {
  const panel = new Panel(['main']);
  panel.room.setAccount('main', down);
  expect((await panel.get('/health', {})).json()).toMatchObject({ status: 'degraded' });
});
