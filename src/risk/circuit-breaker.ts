import type { Percent } from '../market/units.ts';

/** When and from what the account's day is counted, and how much of it may be lost. */
export interface BreakerSettings {
  /** Loss of equity since the day's start, in per cent of it, at which trading stops. */
  readonly daily_drawdown_pct: Percent;
  /** Clock rule whose midnight ends the day; the broker's server clock by default. */
  readonly day_clock: string;
  /** Close all positions on a trip, or only block new ones. */
  readonly on_trip: 'close-all' | 'block';
  /** Share of the limit used up at which a warning is given. */
  readonly warn_at: number;
}
