import type { Money, UtcMs } from '../market/units.ts';
import type { AccountDay } from './account-day.ts';
import { freshBook } from './breaker-book.ts';
import type { DayStarted } from './breaker-memory.ts';
import { bindingLimit, limitsOf, noiseless } from './breaker-rules.ts';
import type { BreakerSettings } from './breaker-settings.ts';

/** What a deal did to the balance (profit, commission and swap together), or a charge apart from any. */
export interface DealNet {
  readonly time: UtcMs;
  readonly net: Money;
}

/**
 * The account's day for a breaker that remembers nothing, from the broker's books: an empty state
 * folder must not give back what was lost today.
 *
 * The balance less what today's deals did to it is the day's start with all of today's deposits and
 * withdrawals in it, as the base is to have them. What was open at the day's start cannot be valued
 * any more, so the base is never below the equity of now. The same sum over all deals gives the
 * capital, and on its way the highest balance at a day's start. `deals` in order of time.
 */
export function rebuildDay(
  settings: BreakerSettings,
  dayAt: (time: UtcMs) => AccountDay,
  now: UtcMs,
  account: { readonly balance: Money; readonly equity: Money },
  deals: readonly DealNet[],
): DayStarted {
  const { balance, equity } = account;
  const { day, startsAt, endsAt } = dayAt(now);
  const paidIn = balance - deals.reduce((sum, { net }) => sum + net, 0);
  let running = paidIn;
  let startBalance = paidIn;
  let highestToday = -Infinity;
  let highestStart = paidIn;
  let dayEnds = deals[0] ? dayAt(deals[0].time).endsAt : endsAt;
  for (const { time, net } of deals) {
    if (time >= dayEnds) {
      highestStart = Math.max(highestStart, running);
      dayEnds = dayAt(time).endsAt;
    }
    running += net;
    if (time < startsAt) startBalance = running;
    else highestToday = Math.max(highestToday, running);
  }
  const start = noiseless(Math.max(startBalance, equity));
  const trailing = settings.baseline_basis === 'trailing-high';
  const baseline = trailing ? noiseless(Math.max(start, highestToday)) : start;
  const book = {
    ...freshBook(settings, start, start),
    capital: settings.initial_capital > 0 ? settings.initial_capital : noiseless(paidIn),
    peak: noiseless(Math.max(start, highestStart, highestToday)),
    peakAtStart: noiseless(Math.max(start, highestStart)),
    balancePeak: noiseless(Math.max(startBalance, highestStart)),
  };
  const limit = bindingLimit(limitsOf(book, baseline));
  return { kind: 'day-started', day, baseline, limit, endsAt, book };
}
