import type { AccountSettings } from '../agents/account-settings.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import type {
  AccountName,
  Currency,
  DurationMs,
  Lots,
  Money,
  Percent,
  Points,
  SymbolName,
} from '../market/units.ts';
import type { BreakerSettings } from '../risk/breaker-settings.ts';
import type { AccountConfig } from './schema.ts';

/** What an account's core is told, from what the configuration says of it. */
export function accountSettings(account: AccountConfig): AccountSettings {
  const { limits, breaker, signal } = account;
  return {
    name: account.name as AccountName,
    mode: account.mode,
    currency: account.currency as Currency,
    magicNamespace: account.magic ?? magicNamespaceOf(account.name),
    symbols: account.symbols as SymbolName[],
    serverClock: account.server_clock,
    baseTimeframe: account.base_timeframe,
    limits: {
      ...limits,
      risk_per_trade_pct: limits.risk_per_trade_pct as Percent,
      max_total_exposure_pct: limits.max_total_exposure_pct as Percent,
      max_position_size: limits.max_position_size as Lots,
      max_currency_risk_pct: limits.max_currency_risk_pct as Percent,
      max_currency_gross_pct: limits.max_currency_gross_pct as Percent,
      min_stop_distance: limits.min_stop_distance as Points,
    },
    breaker: breakerSettings(breaker),
    signal,
    confidenceThreshold: account.confidence_threshold,
    approval: account.approval,
    conduct: account.conduct,
    foreign: { breakerClosesForeign: account.foreign.closed_by_breaker },
    management: account.management,
    agentManagement: agentManagement(account),
    deviation: account.deviation as Points,
    commissionPerLotSide: account.commission_per_lot_side as Money,
    maxQuoteAgeMs: account.max_quote_age_ms as DurationMs,
  };
}

/** What an agent does not say of its positions is as its account has it. */
function agentManagement({
  agents,
  management,
}: AccountConfig): Record<string, ManagementSettings> {
  return Object.fromEntries(
    agents.map(({ symbol, management: own }) => [
      symbol,
      { ...management, ...own } as ManagementSettings,
    ]),
  );
}

/** A breaker as the core is told of it, from its block of a file. */
export function breakerSettings(breaker: AccountConfig['breaker']): BreakerSettings {
  return {
    ...breaker,
    daily_drawdown_pct: breaker.daily_drawdown_pct as Percent,
    initial_capital: breaker.initial_capital as Money,
    overall_drawdown_pct: breaker.overall_drawdown_pct as Percent,
    daily_profit_lock_pct: breaker.daily_profit_lock_pct as Percent,
    phase_profit_lock_pct: breaker.phase_profit_lock_pct as Percent,
  };
}

const NAMESPACES = 2 ** 20;

/**
 * The namespace of an account that names none: 1..2^20 from its name alone (FNV-1a), so it is the
 * same on every machine and after every reinstall, and orders of an earlier life are known again.
 */
export function magicNamespaceOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return (hash % NAMESPACES) + 1;
}
