import { CLOCK_RULE_HELP, parseClockRule } from '../market/clock-rule.ts';
import type { Money, Percent } from '../market/units.ts';
import { parseDayStart } from './account-day.ts';

/** When and from what the account's day is counted, and how much of it may be lost or won. */
export interface BreakerSettings {
  /** Loss of equity since the day's base, in per cent of `drawdown_pct_of`, that stops trading. */
  readonly daily_drawdown_pct: Percent;
  /** What the per cent is taken of: what was paid in, the day's start, or the highest equity. */
  readonly drawdown_pct_of: 'initial' | 'day-start' | 'peak';
  /** Clock rule on which days are counted; `server` is the clock of the broker's server. */
  readonly day_clock: string;
  /** `HH:MM` on that clock at which a day begins. */
  readonly day_starts_at: string;
  /**
   * What the day's base is: equity, balance, or the higher of the two at its start; `trailing-high`
   * begins as the higher and rises with equity through the day.
   */
  readonly baseline_basis: 'equity' | 'balance' | 'higher' | 'trailing-high';
  /** What was paid in before the breaker began; 0 takes the base of its first day. */
  readonly initial_capital: Money;
  /** Overall loss that stops trading, in per cent of `overall_pct_of`; 0 sets no overall limit. */
  readonly overall_drawdown_pct: Percent;
  /** From what it is counted: the capital, the highest equity, the highest balance at a day's end. */
  readonly overall_kind: 'static' | 'trailing-equity' | 'trailing-balance';
  readonly overall_pct_of: 'initial' | 'peak';
  /** A trailing overall limit rises to the initial capital and no further. */
  readonly overall_lock_at_start: boolean;
  /** Gain of a day, in per cent of `drawdown_pct_of`, that ends trading for the day; 0 for none. */
  readonly daily_profit_lock_pct: Percent;
  /** Gain over the initial capital, in per cent of it, that ends the phase; 0 for none. */
  readonly phase_profit_lock_pct: Percent;
  /** What ends a daily trip. An overall trip and a finished phase always wait for a person. */
  readonly rearm: 'next-day' | 'person';
  /** Close all positions on a trip, or only block new ones. */
  readonly on_trip: 'close-all' | 'block';
  /** Share of the limit used up at which a warning is given. */
  readonly warn_at: number;
}

/** What is wrong with breaker settings, naming the key, or undefined when nothing is. */
export function breakerSettingsDefect(settings: BreakerSettings): string | undefined {
  const { daily_drawdown_pct: pct, day_clock, day_starts_at, warn_at } = settings;
  if (!(pct > 0 && pct < 100))
    return `daily_drawdown_pct is ${pct}; allowed is above 0 and below 100`;
  if (!(warn_at > 0 && warn_at <= 1)) return `warn_at is ${warn_at}; allowed is above 0, at most 1`;
  if (parseDayStart(day_starts_at) === undefined) {
    return `day_starts_at is ${day_starts_at}; allowed is HH:MM from 00:00 to 23:59`;
  }
  if (day_clock !== 'server' && !parseClockRule(day_clock)) {
    return `day_clock is ${day_clock}; allowed are server, ${CLOCK_RULE_HELP}`;
  }
  return amountDefect(settings);
}

function amountDefect(settings: BreakerSettings): string | undefined {
  const { overall_drawdown_pct: overall } = settings;
  if (!(overall >= 0 && overall < 100)) {
    return `overall_drawdown_pct is ${overall}; allowed is 0 for none, or above 0 and below 100`;
  }
  for (const key of [
    'initial_capital',
    'daily_profit_lock_pct',
    'phase_profit_lock_pct',
  ] as const) {
    const value = settings[key];
    if (!(Number.isFinite(value) && value >= 0)) return `${key} is ${value}; allowed is 0 or above`;
  }
  return undefined;
}
