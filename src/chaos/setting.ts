import type { AccountSettings } from '../agents/account-settings.ts';
import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../brokers/simulated/settings.ts';
import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import { ALWAYS_OPEN } from '../market/trading-week.ts';
import type {
  AccountName,
  Currency,
  DurationMs,
  Money,
  Percent,
  Points,
  SymbolName,
  UtcMs,
} from '../market/units.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../risk/default-breaker-settings.ts';
import { DEFAULT_RISK_LIMITS } from '../risk/default-risk-limits.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../signals/default-signal-settings.ts';
import type { Extras } from './extras.ts';
import type { Luck } from './luck.ts';

/** Monday 2026-01-05 12:00 UTC. */
export const BEGINS = Date.UTC(2026, 0, 5, 12) as UtcMs;
export const NAMESPACE = 7;
/** Somebody else on the same account, and somebody who takes our stops away. */
export const OTHERS = 98;

export const BEGINS_WITH = 10_000 as Money;
const COMMISSION = 3.5 as Money;

/** What trades in every world: two quoted in the account's currency, one that is converted. */
const WORLD_SYMBOLS = [
  { symbol: 'EURUSD' as SymbolName, begins: 1.1, fillingModes: ['ioc'] },
  { symbol: 'GBPUSD' as SymbolName, begins: 1.3, fillingModes: ['fok', 'ioc'] },
  { symbol: 'USDJPY' as SymbolName, begins: 150, fillingModes: ['ioc'] },
] as const;

export const INSTRUMENTS: ReadonlyMap<SymbolName, Instrument> = new Map(
  WORLD_SYMBOLS.flatMap(({ symbol, fillingModes }) => {
    const known = shippedInstrument(symbol);
    return known ? [[symbol, { ...known, fillingModes, week: ALWAYS_OPEN }] as const] : [];
  }),
);

export const BEGIN_PRICES: ReadonlyMap<SymbolName, number> = new Map(
  WORLD_SYMBOLS.map(({ symbol, begins }) => [symbol, begins]),
);

export function accountSettings(luck: Luck): AccountSettings {
  return {
    name: 'main' as AccountName,
    mode: luck.pick(['simulated', 'demo', 'real']),
    currency: 'USD' as Currency,
    magicNamespace: NAMESPACE,
    symbols: [],
    serverClock: 'eet-us',
    baseTimeframe: 'M5',
    limits: {
      ...DEFAULT_RISK_LIMITS,
      risk_per_trade_pct: luck.pick([0.25, 0.5, 1]) as Percent,
      max_positions_per_symbol: luck.pick([1, 2, 4]),
      max_trades_per_day: luck.pick([100, 100, 8]),
      max_position_size: luck.pick([1, 1, 0.2]) as never,
    },
    breaker: {
      ...DEFAULT_BREAKER_SETTINGS,
      daily_drawdown_pct: luck.pick([0.7, 1, 2]) as Percent,
      on_trip: luck.pick(['close-all', 'close-all', 'block']),
    },
    signal: DEFAULT_SIGNAL_SETTINGS,
    confidenceThreshold: 0.85,
    commissionPerLotSide: COMMISSION,
    maxQuoteAgeMs: 10_000 as DurationMs,
    deviation: 100 as Points,
    evidence: { state: 'passed', waived: false },
  };
}

/** In every fourth world one cap leaves room for hardly more than a trade of `risk`. */
export function tightLimits(luck: Luck, risk: Percent): Partial<RiskLimits> {
  if (luck.chance(0.75)) return {};
  return luck.pick<Partial<RiskLimits>>([
    { max_total_exposure_pct: (risk * 1.5) as Percent },
    { max_currency_risk_pct: (risk * 1.5) as Percent },
    { max_currency_gross_pct: (risk * 1.5) as Percent },
    { max_leverage: 10 * risk },
  ]);
}

/** Half of all worlds look after their positions, and quickly: there are few bars in a storm. */
export function managementSettings(luck: Luck): ManagementSettings | undefined {
  if (luck.chance(0.5)) return undefined;
  return {
    ...DEFAULT_MANAGEMENT,
    break_even_at_r: luck.pick([0, 0.1, 0.4]),
    trail_atr: luck.pick([0, 1, 3]),
    trail_atr_period: 1,
    partial_at_r: luck.pick([0, 0.05, 0.3]),
    partial_share: luck.pick([0.3, 0.5, 0.9]),
    time_stop_minutes: luck.pick([0, 0, 60]),
    stop_interval_seconds: luck.pick([1, 10]),
    stop_changes_per_position: luck.pick([3, 50]),
  };
}

export function brokerSettings(
  luck: Luck,
  seed: number,
  { netting }: Extras,
): SimulatedBrokerSettings {
  return {
    ...DEFAULT_SIMULATED_BROKER,
    currency: 'USD' as Currency,
    initialBalance: BEGINS_WITH,
    leverage: 100,
    commissionPerLot: COMMISSION,
    latencyMs: luck.pick([0, 50, 800]) as DurationMs,
    slippage: { kind: 'seeded', maxPoints: luck.pick([0, 5, 40]) as Points, seed },
    partialFills: luck.chance(0.5)
      ? { kind: 'seeded', chancePct: 30 as Percent, seed }
      : { kind: 'none' },
    positionMode: netting ? 'netting' : 'hedging',
    tradeMode: 'simulated',
  };
}
