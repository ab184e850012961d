import { expect, test } from 'vitest';
import { settingsProblems } from './check-settings.ts';
import { DEFAULT_SIGNAL_SETTINGS } from './default-signal-settings.ts';
import { EURUSD } from './setup-tables-fixture.ts';
import type { SignalSettings } from './signal-settings.ts';
import { SmcStrategy } from './smc-strategy.ts';
import type { AccountName } from '../market/units.ts';

const keysOf = (change: Partial<SignalSettings>): readonly string[] =>
  settingsProblems({ ...DEFAULT_SIGNAL_SETTINGS, ...change }).map(({ key }) => key);

test('the shipped settings have no problem', () => {
  expect(keysOf({})).toEqual([]);
});

test.each<readonly [keyof SignalSettings, Partial<SignalSettings>]>([
  ['swing_length', { swing_length: NaN }],
  ['atr_period', { atr_period: 0 }],
  ['max_round_pools', { max_round_pools: 1.5 }],
  ['sweep_window_bars', { sweep_window_bars: -1 }],
  ['min_stop_pips', { min_stop_pips: -1 }],
  ['max_stop_atr', { max_stop_atr: Infinity }],
  ['max_cost_share', { max_cost_share: 0 }],
  ['kill_zones', { kill_zones: ['02:00-05:00', '7-10'] }],
  ['rollover', { rollover: '16:30' }],
  ['sessions', { sessions: [{ name: 'asia', zone: 'Mars/Olympus', window: '20:00-00:00' }] }],
  ['min_reward_risk', { min_reward_risk: 5 }],
  ['internal_length', { internal_length: 9 }],
  ['bias_timeframes', { bias_timeframes: ['H1', 'H4'] }],
  ['bias_timeframes', { bias_timeframes: ['H4', 'H4'] }],
])('%s is named', (key, change) => {
  expect(keysOf(change)).toEqual([key]);
});

test('all problems are told at once, in words', () => {
  const settings = { ...DEFAULT_SIGNAL_SETTINGS, atr_period: 0, min_reward_risk: 5 };
  expect(settingsProblems(settings)).toEqual([
    { key: 'atr_period', found: '0', allowed: 'a whole number of 1 or more' },
    { key: 'min_reward_risk', found: '5', allowed: 'at most max_reward_risk, which is 4' },
  ]);
});

test('a strategy is not made of settings that mean nothing', () => {
  const context = { account: 'main' as AccountName, instrument: EURUSD };
  const settings = { ...DEFAULT_SIGNAL_SETTINGS, rollover: 'late' };
  expect(() => new SmcStrategy(context, settings)).toThrow('rollover is late');
});
