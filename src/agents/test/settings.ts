import type { AccountName, Currency, DurationMs, Money, Points } from '../../market/units.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../../risk/default-breaker-settings.ts';
import { DEFAULT_RISK_LIMITS } from '../../risk/default-risk-limits.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../../signals/default-signal-settings.ts';
import type { AccountSettings } from '../account-settings.ts';

/** The account of these tests. */
export const SETTINGS: AccountSettings = {
  name: 'main' as AccountName,
  mode: 'simulated',
  currency: 'USD' as Currency,
  magicNamespace: 7,
  symbols: [],
  serverClock: 'eet-us',
  baseTimeframe: 'M5',
  limits: DEFAULT_RISK_LIMITS,
  breaker: DEFAULT_BREAKER_SETTINGS,
  signal: DEFAULT_SIGNAL_SETTINGS,
  confidenceThreshold: 0.85,
  commissionPerLotSide: 0 as Money,
  maxQuoteAgeMs: 10_000 as DurationMs,
  deviation: 20 as Points,
};
