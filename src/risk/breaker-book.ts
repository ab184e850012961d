import type { Money, Percent } from '../market/units.ts';
import type { AccountDay } from './account-day.ts';
import type { BreakerMemory, DayStarted } from './breaker-memory.ts';
import {
  bindingLimit,
  limitsOf,
  needsPeak,
  noiseless,
  rulesOf,
  type BreakerBook,
} from './breaker-rules.ts';
import type { BreakerSettings } from './breaker-settings.ts';

/** The book of an account's first day. */
export function freshBook(settings: BreakerSettings, equity: Money, balance: Money): BreakerBook {
  const start = worthOf(settings, equity, balance);
  const capital = settings.initial_capital > 0 ? settings.initial_capital : start;
  return {
    start,
    capital,
    peak: higher(equity, start),
    peakAtStart: higher(equity, start),
    balancePeak: higher(balance, capital),
    rules: rulesOf(settings),
  };
}

/** The book of a day that follows another: the settings as they are now come into force. */
export function carriedBook(
  before: BreakerBook,
  settings: BreakerSettings,
  equity: Money,
  balance: Money,
): BreakerBook {
  const rules = rulesOf(settings);
  const { initial_capital: told } = before.rules;
  // Cash flows since the amount was told have moved the capital; they still count.
  const corrected =
    told > 0 ? before.capital + rules.initial_capital - told : rules.initial_capital;
  const changed = rules.initial_capital > 0 && rules.initial_capital !== told;
  return {
    start: worthOf(settings, equity, balance),
    capital: changed ? noiseless(corrected) : before.capital,
    peak: higher(equity, before.peak),
    peakAtStart: higher(equity, before.peak),
    balancePeak: higher(balance, before.balancePeak),
    rules,
  };
}

/** A deposit, withdrawal or credit moves all that limits are counted from. */
export function flowInto(book: BreakerBook, amount: Money): BreakerBook {
  return {
    start: noiseless(book.start + amount),
    capital: noiseless(book.capital + amount),
    peak: noiseless(book.peak + amount),
    peakAtStart: noiseless(book.peakAtStart + amount),
    balancePeak: noiseless(book.balancePeak + amount),
    rules: book.rules,
  };
}

/** A day begun anew by a person; `anew` begins the account's whole life anew, too. */
export function rearmedBook(
  book: BreakerBook,
  equity: Money,
  balance: Money,
  anew: boolean,
): BreakerBook {
  const start = worthOf(book.rules, equity, balance);
  if (!anew) return { ...book, start };
  return {
    start,
    capital: start,
    peak: start,
    peakAtStart: start,
    balancePeak: start,
    rules: book.rules,
  };
}

const HAIR = 1e-6;

/** The book and the day's base after a new high of equity; undefined when nothing follows it. */
export function raised(
  book: BreakerBook,
  baseline: Money,
  equity: Money,
): { readonly book: BreakerBook; readonly baseline: Money } | undefined {
  // Amounts are kept without noise: what is higher by less than a hair would be so for ever.
  const base = book.rules.baseline_basis === 'trailing-high' && equity > baseline + HAIR;
  const peak = needsPeak(book.rules) && equity > book.peak + HAIR;
  if (!base && !peak) return undefined;
  return {
    book: peak ? { ...book, peak: noiseless(equity) } : book,
    baseline: base ? noiseless(equity) : baseline,
  };
}

/** The book behind a memory that has none, for its day's limit to stay as it is or get tighter. */
export function bookOf({ baseline, limit }: BreakerMemory, settings: BreakerSettings): BreakerBook {
  const capital = settings.initial_capital > 0 ? settings.initial_capital : baseline;
  const rules = rulesOf(settings);
  const book = {
    start: baseline,
    capital,
    peak: baseline,
    peakAtStart: baseline,
    balancePeak: capital,
    rules,
  };
  const lost = ((1 - limit / baseline) * 100) as Percent;
  if (!(baseline > 0) || limitsOf(book, baseline).day.limit >= limit - 1e-6) return book;
  return { ...book, rules: { ...rules, daily_drawdown_pct: lost, drawdown_pct_of: 'day-start' } };
}

function worthOf(
  { baseline_basis }: Pick<BreakerSettings, 'baseline_basis'>,
  equity: Money,
  balance: Money,
): Money {
  switch (baseline_basis) {
    case 'equity':
      return noiseless(equity);
    case 'balance':
      return noiseless(balance);
    case 'higher':
    case 'trailing-high':
      return noiseless(Math.max(equity, balance));
  }
}

/** The higher of two amounts; an unknown first one (not a number) counts as nothing. */
function higher(amount: Money, than: Money): Money {
  return amount > than ? noiseless(amount) : than;
}

/** The fact of a day, begun or with other numbers. */
export function dayStarted(
  { day, endsAt }: Pick<AccountDay, 'day' | 'endsAt'>,
  book: BreakerBook,
  baseline: Money,
): DayStarted {
  const limit = bindingLimit(limitsOf(book, baseline));
  return { kind: 'day-started', day, baseline, limit, endsAt, book };
}
