import { isMarketOpen, nextClosing, nextOpening } from '../../market/market-hours.ts';
import type { TradingWeek } from '../../market/trading-week.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type UtcMs } from '../../market/units.ts';
import type { PolicyName } from '../order.ts';
import type { ManagementSettings } from './settings.ts';

type FlatSettings = Pick<
  ManagementSettings,
  'weekend_flat_minutes' | 'close_flat_minutes' | 'long_close_hours'
>;

export interface FlatReason {
  readonly policy: PolicyName;
  readonly why: string;
}

/** 1970-01-03, a Saturday, at noon. */
const SATURDAY_NOON = 2 * DAY_MS + 12 * HOUR_MS;

/**
 * Why nothing may be held now: a long close of the market, over a weekend or another one, is near.
 * Undefined when it is not, and once the market is closed.
 */
export function flatBeforeClose(
  week: TradingWeek,
  now: UtcMs,
  settings: FlatSettings,
): FlatReason | undefined {
  const { weekend_flat_minutes: weekend, close_flat_minutes: other } = settings;
  const longest = Math.max(weekend, other) * MINUTE_MS;
  if (longest === 0) return undefined;
  const closing = nextClosing(week, now);
  if (closing === undefined || closing - now > longest || !isMarketOpen(week, now))
    return undefined;
  const opening = nextOpening(week, closing) ?? Infinity;
  if (opening - closing < settings.long_close_hours * HOUR_MS) return undefined;
  const isWeekend = holdsSaturdayNoon(closing, opening);
  const minutes = isWeekend ? weekend : other;
  if (minutes === 0 || closing - now > minutes * MINUTE_MS) return undefined;
  const left = Math.ceil((closing - now) / MINUTE_MS);
  const what = isWeekend ? 'the weekend begins' : 'the market closes for long';
  return {
    policy: isWeekend ? 'weekend-flat' : 'close-flat',
    why: `${what} in ${left} minutes, and nothing is held through it`,
  };
}

function holdsSaturdayNoon(from: number, until: number): boolean {
  const weeks = Math.ceil((from - SATURDAY_NOON) / (7 * DAY_MS));
  return SATURDAY_NOON + weeks * 7 * DAY_MS < until;
}
