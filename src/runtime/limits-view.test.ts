import { expect, test } from 'vitest';
import type { Currency, Money, Percent, UtcMs } from '../market/units.ts';
import type { BreakerMemory } from '../risk/breaker-memory.ts';
import { rulesOf } from '../risk/breaker-rules.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../risk/default-breaker-settings.ts';
import { limitsViewFrom } from './limits-view.ts';

const rules = rulesOf({
  ...DEFAULT_BREAKER_SETTINGS,
  overall_drawdown_pct: 10 as Percent,
  phase_profit_lock_pct: 8 as Percent,
});
const money = (amount: number) => amount as Money;

/** A day that began with 9,900 in an account of 10,000. */
const memory: BreakerMemory = {
  day: '2026-01-06',
  baseline: money(9_900),
  limit: money(9_702),
  endsAt: 7_200_000 as UtcMs,
  state: 'armed',
  book: {
    start: money(9_900),
    capital: money(10_000),
    peak: money(10_000),
    peakAtStart: money(10_000),
    balancePeak: money(10_000),
    rules,
  },
};

test('every limit of the breaker is told with what is used of it', () => {
  const now = { memory, equity: money(9_800), now: 0 as UtcMs };
  const view = limitsViewFrom('main', 'USD' as Currency, undefined, now);
  expect(view.uses).toEqual([
    { limit: 'daily_drawdown_pct', about: null, used: 100, allowed: 198, unit: 'money' },
    { limit: 'overall_drawdown_pct', about: null, used: 200, allowed: 1_000, unit: 'money' },
    { limit: 'phase_profit_lock_pct', about: null, used: -200, allowed: 800, unit: 'money' },
  ]);
  expect(view.breaker).toMatchObject({
    day_limit: 9_702,
    overall_limit: 9_000,
    loss_left_today: 98,
    loss_left_overall: 800,
    next_day_in_ms: 7_200_000,
  });
});
