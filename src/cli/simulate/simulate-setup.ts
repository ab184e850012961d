import {
  DEFAULT_SIMULATED_BROKER,
  type PartialFills,
  type SimulatedBrokerSettings,
  type Slippage,
} from '../../brokers/simulated/settings.ts';
import { instrumentOf } from '../../config/instruments.ts';
import { stopOutFrom } from '../../config/stop-out-fields.ts';
import type { Instrument } from '../../market/instrument.ts';
import { NO_SWAP } from '../../market/swap-terms.ts';
import type {
  Currency,
  DurationMs,
  Lots,
  Money,
  Percent,
  Points,
  SymbolName,
} from '../../market/units.ts';
import type { Scenario } from './simulate-scenario.ts';

/** Every instrument that a scenario names, as it describes it. */
export function instrumentsOf(scenario: Scenario): ReadonlyMap<SymbolName, Instrument> {
  const written = new Map(scenario.instruments.map((one) => [one.symbol, one]));
  const { quotes, bars, lower_timeframe_bars: finer, requests } = scenario;
  const symbols = new Set<string>(written.keys());
  for (const list of [quotes, bars, finer]) for (const { symbol } of list) symbols.add(symbol);
  for (const request of requests) if (request.action === 'open') symbols.add(request.symbol);
  const instruments = new Map<SymbolName, Instrument>();
  for (const symbol of symbols) {
    const own = written.get(symbol);
    const instrument = instrumentOf(symbol, scenario.instruments);
    if (!instrument) throw new Error(`${symbol} was checked and is not known`);
    const stated = own?.swap_mode ?? own?.swap_long ?? own?.swap_short;
    const charged = scenario.settings.swap === 'shipped' || stated !== undefined;
    const swap = charged ? instrument.swap : NO_SWAP;
    instruments.set(instrument.symbol, { ...instrument, swap });
  }
  return instruments;
}

export function brokerSettings({ account, settings }: Scenario): SimulatedBrokerSettings {
  const { commission } = settings;
  const timeout = settings.no_quote_timeout_ms;
  return {
    ...DEFAULT_SIMULATED_BROKER,
    currency: account.currency as Currency,
    initialBalance: account.balance as Money,
    leverage: account.leverage,
    positionMode: account.margin_mode,
    stopOut: stopOutFrom(account),
    serverClock: account.server_clock,
    limitOrders: account.limit_orders,
    limitPositions: account.limit_positions,
    commissionPerLot: commission.per_lot as Money,
    commissionPerDeal: commission.per_deal as Money,
    commissionPctOfValue: commission.percent_of_value as Percent,
    swap: settings.swap !== 'off',
    latencyMs: settings.latency_ms as DurationMs,
    slippage: slippageOf(settings.slippage),
    partialFills: partialFillsOf(settings.partial_fills),
    limitsOnBars: settings.limit_fill_on_bars,
    noQuoteTimeoutMs: (timeout === 0 ? Infinity : timeout) as DurationMs,
  };
}

function slippageOf(slippage: Scenario['settings']['slippage']): Slippage {
  switch (slippage.model) {
    case 'none':
      return { kind: 'fixed', points: 0 as Points };
    case 'fixed':
      return { kind: 'fixed', points: slippage.points as Points };
    case 'seeded':
      return { kind: 'seeded', maxPoints: slippage.max_points as Points, seed: slippage.seed };
  }
}

function partialFillsOf(fills: Scenario['settings']['partial_fills']): PartialFills {
  switch (fills.model) {
    case 'none':
      return { kind: 'none' };
    case 'fixed':
      return { kind: 'fixed', lots: fills.lots as Lots };
    case 'seeded':
      return { kind: 'seeded', chancePct: fills.chance_pct as Percent, seed: fills.seed };
  }
}
