import type { QuoteBook } from '../market/conversion.ts';
import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Quote } from '../market/quote.ts';
import type { Currency, DurationMs, Lots, Money, SymbolName, UtcMs } from '../market/units.ts';
import { DEFAULT_RISK_LIMITS } from './default-risk-limits.ts';
import type { OpenExposure, Proposal, RiskContext } from './risk-context.ts';

/** Prices of one moment, for tests of this room: chosen so that tables can be worked by hand. */
export const PRICES: Readonly<Record<string, readonly [bid: number, ask: number]>> = {
  EURUSD: [1.085, 1.08508],
  GBPUSD: [1.27, 1.2701],
  USDJPY: [150, 150.01],
  EURJPY: [162.75, 162.764],
  GBPJPY: [190.5, 190.52],
  EURGBP: [0.855, 0.85511],
  XAUUSD: [2400, 2400.25],
  US30: [39000, 39002],
};

export const NOW = Date.UTC(2024, 5, 12, 9, 0) as UtcMs;

export function quoteOf(symbol: string, bid: number, ask: number, time: UtcMs = NOW): Quote {
  return { symbol: symbol as SymbolName, time, bid, ask };
}

export function quotesWithout(...missing: readonly string[]): QuoteBook {
  const book = new Map<SymbolName, Quote>();
  for (const [symbol, [bid, ask]] of Object.entries(PRICES)) {
    if (!missing.includes(symbol)) book.set(symbol as SymbolName, quoteOf(symbol, bid, ask));
  }
  return book;
}

export function instrumentOf(symbol: string): Instrument {
  const instrument = shippedInstrument(symbol);
  if (!instrument) throw new Error(`no instrument ${symbol} is shipped`);
  return instrument;
}

/** An account of 10,000 at 1:100, nothing open, 200 of the day's limit left, and the defaults. */
export function contextOf(symbol: string, change: Partial<RiskContext> = {}): RiskContext {
  const quotes = change.quotes ?? quotesWithout();
  return {
    now: NOW,
    instrument: instrumentOf(symbol),
    quote: quotes.get(symbol as SymbolName),
    quotes,
    currency: 'USD' as Currency,
    account: accountOf(10_000),
    open: [],
    pending: [],
    limits: DEFAULT_RISK_LIMITS,
    commissionPerLotSide: 0 as Money,
    breaker: { tripped: false, dayLossLeft: 200 as Money },
    maxQuoteAgeMs: 10_000 as DurationMs,
    ...change,
  };
}

export function accountOf(amount: number, leverage = 100): RiskContext['account'] {
  const money = amount as Money;
  return { balance: money, equity: money, freeMargin: money, leverage };
}

/** A market buy of EURUSD at 1.08508 with its stop 200 points below. */
export function proposalOf(change: Partial<Proposal> = {}): Proposal {
  return {
    symbol: 'EURUSD' as SymbolName,
    side: 'buy',
    kind: 'market',
    price: 1.08508,
    stopLoss: 1.08308,
    takeProfit: 0,
    ...change,
  };
}

/** A buy of 0.10 EURUSD whose stop is 100 points below the present bid: 10 dollars. */
export function exposureOf(change: Partial<OpenExposure> = {}): OpenExposure {
  return {
    symbol: 'EURUSD' as SymbolName,
    side: 'buy',
    lots: 0.1 as Lots,
    openPrice: 1.086,
    stopLoss: 1.084,
    instrument: instrumentOf('EURUSD'),
    currentPrice: 1.085,
    ...change,
  };
}
