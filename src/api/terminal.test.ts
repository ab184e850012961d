import { expect, test } from 'vitest';
import { Panel, problemOf } from './test/panel.ts';

test('an account says of its terminal what there is to say', async () => {
  const panel = new Panel(['main', 'other']);
  const answer = await panel.get('/api/terminal?account=main');
  expect(answer.json()).toEqual({
    success: true,
    terminal: { account: 'main', says: 'this account has no terminal', linked: null },
  });
});

test('one terminal is looked at, not all', async () => {
  const panel = new Panel(['main', 'other']);
  expect(problemOf(await panel.get('/api/terminal'))).toEqual({
    status: 400,
    problem: 'account-needed',
  });
  expect(problemOf(await panel.get('/api/terminal?account=nobody'))).toEqual({
    status: 404,
    problem: 'unknown-account',
  });
});
