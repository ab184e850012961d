import { type ConfigProblem, shown } from './problem.ts';
import type { Preset } from './prop-firm-preset.ts';
import type { AccountConfig } from './schema.ts';

export interface Tightened {
  readonly account: AccountConfig;
  readonly problems: readonly ConfigProblem[];
}

/** Numbers of which the smaller is tighter. */
const SMALLER = ['daily_drawdown_pct', 'warn_at'] as const;
/** The same, where 0 means that there is no such limit. */
const SMALLER_OR_NONE = [
  'overall_drawdown_pct',
  'daily_profit_lock_pct',
  'phase_profit_lock_pct',
] as const;
/** How days and losses are counted: neither of two ways is the tighter at all times. */
const SAME = [
  'drawdown_pct_of',
  'baseline_basis',
  'day_clock',
  'day_starts_at',
  'overall_kind',
  'overall_pct_of',
  'overall_lock_at_start',
] as const;

/** The account under the preset's rules as well as its own: nothing of it gets looser. */
export function tightened(account: AccountConfig, preset: Preset, at: string): Tightened {
  const problems = [...differences(account, preset, at), ...otherMoney(account, preset, at)];
  return {
    problems,
    account: {
      ...account,
      breaker: tightBreaker(account.breaker, preset),
      limits: tightLimits(account.limits, preset.limits),
    },
  };
}

function differences({ breaker }: AccountConfig, preset: Preset, at: string): ConfigProblem[] {
  return SAME.flatMap((key) => {
    const wanted = preset.breaker[key];
    if (wanted === undefined || wanted === breaker[key]) return [];
    return {
      key: `${at}.breaker.${key}`,
      found: shown(breaker[key]),
      allowed: `${shown(wanted)}, as the preset of ${preset.firm} counts`,
      mend: `Write ${key}: ${String(wanted)}.`,
    };
  });
}

function otherMoney(account: AccountConfig, preset: Preset, at: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const { initial_capital } = account.breaker;
  if (initial_capital !== 0 && initial_capital !== preset.size) {
    problems.push({
      key: `${at}.breaker.initial_capital`,
      found: shown(initial_capital),
      allowed: `0, or the preset's size of ${preset.size}`,
      mend: 'Leave it out, or take the preset of the right size.',
    });
  }
  if (account.currency !== 'SIM' && account.currency !== preset.currency) {
    problems.push({
      key: `${at}.prop_firm_preset`,
      found: `${preset.size} ${preset.currency} for an account in ${account.currency}`,
      allowed: `a preset in ${account.currency}`,
      mend: "Copy the preset and write the account's own size and currency.",
    });
  }
  return problems;
}

function tightBreaker(
  own: AccountConfig['breaker'],
  { breaker, size }: Preset,
): AccountConfig['breaker'] {
  const tight = { ...own, initial_capital: size };
  for (const key of SMALLER) tight[key] = Math.min(own[key], breaker[key] ?? Infinity);
  for (const key of SMALLER_OR_NONE) tight[key] = smallerButNone(own[key], breaker[key] ?? 0);
  if (breaker.rearm === 'person') tight.rearm = 'person';
  if (breaker.on_trip === 'close-all') tight.on_trip = 'close-all';
  return tight;
}

function tightLimits(
  own: AccountConfig['limits'],
  limits: Preset['limits'],
): AccountConfig['limits'] {
  const tight = { ...own };
  for (const key of Object.keys(limits) as (keyof Preset['limits'])[]) {
    const wanted = limits[key];
    if (wanted === undefined) continue;
    tight[key] =
      key === 'max_trades_per_day' ? smallerButNone(own[key], wanted) : Math.min(own[key], wanted);
  }
  return tight;
}

function smallerButNone(one: number, other: number): number {
  if (one === 0) return other;
  return other === 0 ? one : Math.min(one, other);
}
