import { parseClockRule } from '../market/clock-rule.ts';
import { timeframeMs } from '../market/timeframe.ts';
import { parseCivilWindow } from '../smc/sessions.ts';
import { SMC_COUNTS, SMC_SIZES } from '../smc/smc-params.ts';
import type { SignalSettings } from './signal-settings.ts';

/** What is wrong with one key of the settings: what stands there and what may. */
export interface SettingsProblem {
  readonly key: keyof SignalSettings;
  readonly found: string;
  readonly allowed: string;
}

type NumberKey = {
  [Key in keyof SignalSettings]: SignalSettings[Key] extends number ? Key : never;
}[keyof SignalSettings];

const COUNTS_FROM_1 = [
  'history_bars',
  'bias_history_bars',
  ...SMC_COUNTS,
  'limit_expiry_bars',
] as const satisfies readonly NumberKey[];

const COUNTS_FROM_0 = [
  'sweep_window_bars',
  'setup_expiry_bars',
  'week_open_minutes',
  'week_close_minutes',
  'news_minutes_before',
  'news_minutes_after',
] as const satisfies readonly NumberKey[];

const SIZES_FROM_0 = [
  ...SMC_SIZES,
  'stop_buffer_pips',
  'min_stop_pips',
  'max_stop_atr',
  'min_path_reward_risk',
] as const satisfies readonly NumberKey[];

const SIZES_ABOVE_0 = [
  'min_reward_risk',
  'max_reward_risk',
  'max_spread_ratio',
  'max_usual_spread_ratio',
  'max_cost_share',
] as const satisfies readonly NumberKey[];

/** Every key that cannot be meant as it stands, alone or together with others. */
export function settingsProblems(settings: SignalSettings): readonly SettingsProblem[] {
  return [...numbers(settings), ...windows(settings), ...order(settings)];
}

function numbers(settings: SignalSettings): SettingsProblem[] {
  const of = (
    keys: readonly NumberKey[],
    allowed: string,
    isFine: (value: number) => boolean,
  ): SettingsProblem[] =>
    keys
      .filter((key) => !isFine(settings[key]))
      .map((key) => ({ key, found: String(settings[key]), allowed }));
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;
  return [
    ...of(COUNTS_FROM_1, 'a whole number of 1 or more', (value) => isCount(value) && value >= 1),
    ...of(COUNTS_FROM_0, 'a whole number of 0 or more', isCount),
    ...of(SIZES_FROM_0, 'a number of 0 or more', (value) => value >= 0 && value < Infinity),
    ...of(SIZES_ABOVE_0, 'a number above 0', (value) => value > 0 && value < Infinity),
  ];
}

function windows(settings: SignalSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const isWindow = (text: string): boolean => parseCivilWindow(text) !== undefined;
  const wrongZone = settings.kill_zones.find((text) => !isWindow(text));
  const allowed = 'a window such as 07:00-10:00';
  if (wrongZone !== undefined) problems.push({ key: 'kill_zones', found: wrongZone, allowed });
  if (!isWindow(settings.rollover)) {
    problems.push({ key: 'rollover', found: settings.rollover, allowed });
  }
  for (const { name, zone, window } of settings.sessions) {
    if (isWindow(window) && parseClockRule(zone)) continue;
    const found = `${name}: ${window} in ${zone}`;
    problems.push({ key: 'sessions', found, allowed: `${allowed} in an IANA zone` });
  }
  return problems;
}

/** How keys must agree with each other. */
function order(settings: SignalSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const { min_reward_risk: least, max_reward_risk: most } = settings;
  if (least > most) {
    const allowed = `at most max_reward_risk, which is ${most}`;
    problems.push({ key: 'min_reward_risk', found: String(least), allowed });
  }
  const { internal_length: small, swing_length: great } = settings;
  if (small > great) {
    const allowed = `at most swing_length, which is ${great}`;
    problems.push({ key: 'internal_length', found: String(small), allowed });
  }
  const lengths = settings.bias_timeframes.map(timeframeMs);
  if (lengths.some((length, at) => at > 0 && length >= (lengths[at - 1] ?? Infinity))) {
    const found = settings.bias_timeframes.join(', ');
    problems.push({ key: 'bias_timeframes', found, allowed: 'the longest first, each once' });
  }
  return problems;
}
