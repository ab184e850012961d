import type { AccountSettings } from '../src/agents/account-settings.ts';
import { DEFAULT_SIMULATED_BROKER } from '../src/brokers/simulated/settings.ts';
import { SimulatedBroker } from '../src/brokers/simulated/simulated-broker.ts';
import { accountSettings } from '../src/config/account-settings.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { magicOf, type OrderNumber } from '../src/execution/order.ts';
import { shippedInstrument, shippedSymbols } from '../src/market/instruments.ts';
import type { Instrument } from '../src/market/instrument.ts';
import type { Quote } from '../src/market/quote.ts';
import type { Lots, Money, Percent, Points, SymbolName, UtcMs } from '../src/market/units.ts';

const BALANCE = 1_000_000 as Money;
const FOREIGN_NAMESPACE = 7;

export const INSTRUMENTS = new Map(
  shippedSymbols().flatMap((symbol) => {
    const instrument = shippedInstrument(symbol);
    return instrument ? [[symbol, instrument] as const] : [];
  }),
);

/** The default account, with room for as many small trades as a measurement wants. */
export function roomySettings(change: Partial<AccountSettings> = {}): AccountSettings {
  const loaded = loadConfig(undefined);
  const account = loaded.ok ? loaded.config.accounts[0] : undefined;
  if (!account) throw new Error('the shipped configuration cannot be used');
  const settings = accountSettings(account);
  return {
    ...settings,
    limits: {
      ...settings.limits,
      risk_per_trade_pct: 0.01 as Percent,
      max_total_exposure_pct: 50 as Percent,
      max_positions: 100_000,
      max_positions_per_symbol: 100_000,
      max_cost_share: 0.9,
    },
    breaker: { ...settings.breaker, daily_drawdown_pct: 50 as Percent },
    ...change,
  };
}

/** A broker that holds `positions` positions with far stops, dealt in turn over `quotes`. */
export function brokerWith(
  positions: number,
  quotes: readonly Quote[],
  instruments: ReadonlyMap<SymbolName, Instrument> = INSTRUMENTS,
): SimulatedBroker {
  const settings = { ...DEFAULT_SIMULATED_BROKER, initialBalance: BALANCE, leverage: 500 };
  const broker = new SimulatedBroker(settings, instruments);
  for (const quote of quotes) broker.onQuote(quote);
  for (let at = 0; at < positions; at += 1) {
    const quote = quotes[at % quotes.length];
    if (!quote) throw new Error('no quotes to deal on');
    const number = (at + 1) as OrderNumber;
    broker.submit({
      type: 'open',
      number,
      magic: magicOf(FOREIGN_NAMESPACE, number),
      symbol: quote.symbol,
      side: at % 2 === 0 ? 'buy' : 'sell',
      kind: 'market',
      lots: 0.01 as Lots,
      price: quote.ask,
      stopLoss: 0,
      takeProfit: 0,
      deviation: 0 as Points,
      comment: '',
    });
  }
  // A market order is filled by a quote that came after it.
  for (const quote of quotes) broker.onQuote({ ...quote, time: (quote.time + 1) as UtcMs });
  return broker;
}
