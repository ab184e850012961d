import type { LimitsView } from '../../api/limits.ts';
import { accountSettings } from '../../config/account-settings.ts';
import type { AccountConfig } from '../../config/schema.ts';
import type { Money, UtcMs } from '../../market/units.ts';
import { CircuitBreaker } from '../../risk/circuit-breaker.ts';
import { clockRule } from '../../market/clock-rule.ts';
import { describeLimits } from '../../risk/limits-report.ts';
import { limitsViewFrom } from '../../runtime/limits-view.ts';

/** The limits of an account that begins a day with its initial balance and has nothing open. */
export function configuredLimits(config: AccountConfig): LimitsView {
  const { name, currency, limits, breaker, commissionPerLotSide } = accountSettings(config);
  const balance = config.initial_balance as Money;
  const fuse = new CircuitBreaker(breaker, clockRule(config.server_clock));
  const described = describeLimits({
    account: { balance, equity: balance, freeMargin: balance, leverage: limits.max_leverage },
    open: [],
    pending: [],
    quotes: new Map(),
    currency,
    limits,
    commissionPerLotSide,
    breaker: { tripped: false, dayLossLeft: fuse.dayLossLeft(balance) },
  });
  const report = described.ok ? described.report : undefined;
  const unknown = { memory: undefined, equity: balance, now: 0 as UtcMs };
  return limitsViewFrom(name, currency, report, unknown);
}
