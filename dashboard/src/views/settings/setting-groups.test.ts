import { expect, it } from 'vitest';
import type { Setting } from '../../api/types.ts';
import { groupsOf, isShown } from './setting-groups.ts';

const setting = (key: string, changes: Partial<Setting> = {}): Setting => ({
  key,
  account: key.startsWith('accounts') ? 'main' : null,
  value: 1,
  default: 1,
  unit: null,
  kind: 'number',
  choices: [],
  allowed: '',
  description: 'Lots of one trade.',
  source: 'default',
  line: null,
  persons: [],
  while_running: false,
  ...changes,
});

it('groups settings by their block, with the name of the account', () => {
  const all = ['accounts[0].limits.max_leverage', 'accounts[0].name', 'api.port', 'state_dir'];
  const names = groupsOf(all.map((key) => setting(key))).map(({ name }) => name);
  expect(names).toEqual(['accounts: main › limits', 'accounts: main', 'api', '']);
});

it('shows what is set, by a file or by a person, and all when asked to or when it is sought', () => {
  const usual = setting('api.port');
  const persons = [{ symbol: 'EURUSD', value: 0.9, by: 'page', at: 1 }];
  expect(isShown(usual, 'set', '')).toBe(false);
  expect(isShown(usual, 'all', '')).toBe(true);
  expect(isShown(setting('api.port', { source: 'file' }), 'set', '')).toBe(true);
  expect(isShown(setting('api.port', { persons }), 'set', '')).toBe(true);
  expect(isShown(usual, 'set', ' LOTS ')).toBe(true);
  expect(isShown(usual, 'all', 'leverage')).toBe(false);
});
