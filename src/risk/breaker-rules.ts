import type { Money } from '../market/units.ts';
import type { BreakerSettings } from './breaker-settings.ts';

/** What of the settings a day is counted by; what is looser than it waits for the next day. */
export type BreakerRules = Pick<
  BreakerSettings,
  | 'daily_drawdown_pct'
  | 'drawdown_pct_of'
  | 'baseline_basis'
  | 'initial_capital'
  | 'overall_drawdown_pct'
  | 'overall_kind'
  | 'overall_pct_of'
  | 'overall_lock_at_start'
  | 'daily_profit_lock_pct'
  | 'phase_profit_lock_pct'
  | 'rearm'
>;

/** The amounts that limits are counted from. Deposits, withdrawals and credit move all of them. */
export interface BreakerBook {
  /** Worth of the account at the day's start, by the basis. */
  readonly start: Money;
  /** What was paid in. */
  readonly capital: Money;
  /** Highest equity seen; kept only while a rule asks for it, else as it was. */
  readonly peak: Money;
  /** The same as the day began: what a day may lose must not grow with the day's own gain. */
  readonly peakAtStart: Money;
  /** Highest balance at the start of a day. */
  readonly balancePeak: Money;
  readonly rules: BreakerRules;
}

/** Equity at which something happens, with the amount that may be lost until then. */
export interface LossLimit {
  readonly limit: Money;
  readonly amount: Money;
}

export interface BreakerLimits {
  readonly day: LossLimit;
  readonly overall: LossLimit | undefined;
  /** Equity at which a day's or the phase's profit is locked. */
  readonly dayProfit: Money | undefined;
  readonly phaseProfit: Money | undefined;
}

export function rulesOf(settings: BreakerSettings): BreakerRules {
  return {
    daily_drawdown_pct: settings.daily_drawdown_pct,
    drawdown_pct_of: settings.drawdown_pct_of,
    baseline_basis: settings.baseline_basis,
    initial_capital: settings.initial_capital,
    overall_drawdown_pct: settings.overall_drawdown_pct,
    overall_kind: settings.overall_kind,
    overall_pct_of: settings.overall_pct_of,
    overall_lock_at_start: settings.overall_lock_at_start,
    daily_profit_lock_pct: settings.daily_profit_lock_pct,
    phase_profit_lock_pct: settings.phase_profit_lock_pct,
    rearm: settings.rearm,
  };
}

/** Must the highest equity be remembered for these rules? */
export function needsPeak(rules: BreakerRules): boolean {
  const overall = rules.overall_drawdown_pct > 0;
  return rules.drawdown_pct_of === 'peak' || (overall && rules.overall_kind === 'trailing-equity');
}

/** The limits of a day whose base is `baseline`. */
export function limitsOf(book: BreakerBook, baseline: Money, rules = book.rules): BreakerLimits {
  const reference = dayReference(book, rules);
  const amount = share(reference, rules.daily_drawdown_pct);
  const dayGain = share(reference, rules.daily_profit_lock_pct);
  const phaseGain = share(book.capital, rules.phase_profit_lock_pct);
  return {
    day: { limit: noiseless(baseline - amount), amount },
    overall: rules.overall_drawdown_pct > 0 ? overallOf(book, rules) : undefined,
    dayProfit: rules.daily_profit_lock_pct > 0 ? noiseless(book.start + dayGain) : undefined,
    phaseProfit: rules.phase_profit_lock_pct > 0 ? noiseless(book.capital + phaseGain) : undefined,
  };
}

/** The higher of the limits: equity at or below it trips the breaker. */
export function bindingLimit({ day, overall }: BreakerLimits): Money {
  return overall && overall.limit > day.limit ? overall.limit : day.limit;
}

function dayReference(book: BreakerBook, rules: BreakerRules): Money {
  switch (rules.drawdown_pct_of) {
    case 'initial':
      return book.capital;
    case 'day-start':
      return book.start;
    case 'peak':
      return book.peakAtStart;
  }
}

function overallOf(book: BreakerBook, rules: BreakerRules): LossLimit {
  const { capital } = book;
  const balanceHigh = Math.max(capital, book.balancePeak) as Money;
  const equityHigh = Math.max(capital, book.peak) as Money;
  const kind = rules.overall_kind;
  const highest = kind === 'trailing-balance' ? balanceHigh : equityHigh;
  // A limit that stands still must not be taken of what rises.
  const ofCapital = kind === 'static' || rules.overall_pct_of === 'initial';
  const reference = ofCapital ? capital : highest;
  const amount = share(reference, rules.overall_drawdown_pct);
  const from = kind === 'static' ? capital : highest;
  const trailing = noiseless(from - amount);
  const limit = rules.overall_lock_at_start && trailing > capital ? capital : trailing;
  return { limit, amount };
}

/**
 * The rules in force, with each group of `wanted` taken over that is tighter at these amounts: what
 * would loosen a limit counts from the next day.
 */
export function tighterRules(
  book: BreakerBook,
  baseline: Money,
  wanted: BreakerRules,
): BreakerRules {
  const { rules } = book;
  const now = limitsOf(book, baseline);
  const then = limitsOf(book, baseline, wanted);
  const day = then.day.limit > now.day.limit + SAME ? wanted : rules;
  const overall = isTighterOverall(then, now, wanted, rules) ? wanted : rules;
  return {
    daily_drawdown_pct: day.daily_drawdown_pct,
    drawdown_pct_of: day.drawdown_pct_of,
    baseline_basis: rules.baseline_basis,
    initial_capital: rules.initial_capital,
    overall_drawdown_pct: overall.overall_drawdown_pct,
    overall_kind: overall.overall_kind,
    overall_pct_of: overall.overall_pct_of,
    overall_lock_at_start: overall.overall_lock_at_start,
    daily_profit_lock_pct: tighterLock(rules.daily_profit_lock_pct, wanted.daily_profit_lock_pct),
    phase_profit_lock_pct: tighterLock(rules.phase_profit_lock_pct, wanted.phase_profit_lock_pct),
    rearm: wanted.rearm === 'person' ? 'person' : rules.rearm,
  };
}

/** Amounts that differ by less are the same. */
const SAME = 1e-6;

function isTighterOverall(
  then: BreakerLimits,
  now: BreakerLimits,
  wanted: BreakerRules,
  rules: BreakerRules,
): boolean {
  if (!then.overall) return false;
  if (!now.overall) return true;
  const difference = then.overall.limit - now.overall.limit;
  if (Math.abs(difference) > SAME) return difference > 0;
  return strictness(wanted) > strictness(rules);
}

/** Of limits that are equal now: the one that will rise sooner. */
function strictness(rules: BreakerRules): number {
  const kinds = ['static', 'trailing-balance', 'trailing-equity'];
  return 2 * kinds.indexOf(rules.overall_kind) + (rules.overall_lock_at_start ? 0 : 1);
}

function tighterLock<Pct extends number>(now: Pct, wanted: Pct): Pct {
  if (wanted === 0) return now;
  return now === 0 || wanted < now ? wanted : now;
}

export function sameRules(one: BreakerRules, other: BreakerRules): boolean {
  return (Object.keys(one) as (keyof BreakerRules)[]).every((key) => one[key] === other[key]);
}

/** An amount without float noise beyond the eighth decimal. */
export function noiseless(amount: number): Money {
  return Number(amount.toFixed(8)) as Money;
}

function share(amount: Money, pct: number): Money {
  return ((amount * pct) / 100) as Money;
}
