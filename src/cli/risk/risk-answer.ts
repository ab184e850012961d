import { instrumentOf } from '../../config/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import { conversionSymbols, convert } from '../../market/conversion.ts';
import { marginOf } from '../../market/profit.ts';
import { closingPrice, type Quote } from '../../market/quote.ts';
import { MINUTE_MS } from '../../market/units.ts';
import type {
  Currency,
  DurationMs,
  Lots,
  Money,
  Percent,
  Points,
  SymbolName,
  UtcMs,
} from '../../market/units.ts';
import { soundQuotes } from '../../risk/account-value.ts';
import type { Refused } from '../../risk/approval.ts';
import {
  assess,
  type OpenExposure,
  type Proposal,
  type RiskContext,
} from '../../risk/risk-manager.ts';
import type { RiskCase } from './risk-cases.ts';
import type { RiskAnswer, RiskResult } from './risk-result.ts';

/** Any instant: what a case says of times is said as ages. */
const NOW = Date.UTC(2024, 0, 1) as UtcMs;

export function answerCases(cases: readonly RiskCase[]): RiskResult {
  return {
    format: 'kimi-agent-risk/1',
    results: cases.map((one, index) => answerCase(one, one.name ?? `case-${index + 1}`)),
  };
}

function answerCase(one: RiskCase, name: string): RiskAnswer {
  const proposal = proposalOf(one);
  const context = contextOf(one);
  const assessed = one.absurd
    ? ({ ok: false, refused: { reason: 'bad-specification', ...one.absurd } } as const)
    : assess(proposal, context);
  const { balance, equity } = context.account;
  const head = {
    name,
    approved: assessed.ok,
    symbol: proposal.symbol,
    side: proposal.side,
    currency: context.currency,
  };
  if (!assessed.ok) {
    const { reason, detail, numbers } = assessed.refused;
    return {
      ...head,
      lots: 0,
      risk: 0,
      risk_pct: 0,
      allowance: null,
      loss_per_lot: null,
      entry: null,
      limited_by: null,
      refusal: {
        reason,
        detail,
        numbers: { ...numbers },
        missing_quotes: missingQuotes(assessed.refused, context),
      },
    };
  }
  const { sizing, approved } = assessed;
  return {
    ...head,
    lots: approved.lots,
    risk: approved.risk,
    risk_pct: withoutNoise((approved.risk / Math.min(balance, equity)) * 100),
    allowance: withoutNoise(sizing.allowance),
    loss_per_lot: withoutNoise(sizing.lossPerLot),
    entry: sizing.entry,
    limited_by: sizing.limitedBy,
    refusal: null,
  };
}

/** A stated entry is a price to be counted from, as that of a limit order is. */
function proposalOf({ trade }: RiskCase): Proposal {
  return {
    symbol: trade.symbol as SymbolName,
    side: trade.side,
    kind: trade.entry === undefined ? 'market' : 'limit',
    price: trade.entry ?? 1,
    stopLoss: trade.stop,
    takeProfit: trade.target,
    ...(trade.lots === undefined ? {} : { lots: trade.lots as Lots }),
  };
}

function contextOf(one: RiskCase): RiskContext {
  const { settings, day } = one;
  const quotes = quotesOf(one);
  const currency = one.account.currency as Currency;
  const balance = one.account.balance as Money;
  const equity = (one.account.equity ?? balance) as Money;
  const open = one.positions.map((held) => exposureOf(one, held, quotes));
  const pending = one.orders.map((order) =>
    exposureOf(one, { ...order, price: order.entry }, quotes),
  );
  const { commission_per_lot_side, max_quote_age_ms, ...limits } = settings;
  const baseline = day.baseline ?? equity;
  const dayLimit = baseline - (baseline * day.daily_drawdown_pct) / 100;
  const freeMargin = one.account.free_margin ?? equity - marginHeld(open, one, quotes);
  return {
    now: NOW,
    instrument: named(one.trade.symbol, one),
    quote: quotes.get(one.trade.symbol as SymbolName),
    quotes,
    currency,
    account: {
      balance,
      equity,
      freeMargin: freeMargin as Money,
      leverage: one.account.leverage,
    },
    open,
    pending,
    limits: {
      ...limits,
      risk_per_trade_pct: limits.risk_per_trade_pct as Percent,
      max_total_exposure_pct: limits.max_total_exposure_pct as Percent,
      max_position_size: limits.max_position_size as Lots,
      max_currency_risk_pct: limits.max_currency_risk_pct as Percent,
      max_currency_gross_pct: limits.max_currency_gross_pct as Percent,
      min_stop_distance: limits.min_stop_distance as Points,
    },
    commissionPerLotSide: commission_per_lot_side as Money,
    breaker: {
      tripped: day.tripped,
      dayLossLeft: (day.loss_left ?? equity - dayLimit) as Money,
    },
    maxQuoteAgeMs: max_quote_age_ms as DurationMs,
    history: {
      openedToday: day.trades_opened,
      lossesInARow: day.losses_in_a_row,
      lastLossAt: (NOW - day.minutes_since_loss * MINUTE_MS) as UtcMs,
    },
  };
}

/** Where the case has no quote of the trade's own instrument, its entry is one without a spread. */
function quotesOf({ quotes, trade }: RiskCase): Map<SymbolName, Quote> {
  const book = new Map<SymbolName, Quote>();
  const own = trade.symbol as SymbolName;
  if (trade.entry !== undefined) {
    book.set(own, { symbol: own, time: NOW, bid: trade.entry, ask: trade.entry });
  }
  for (const { symbol, bid, ask, age_ms } of quotes) {
    const name = symbol as SymbolName;
    book.set(name, { symbol: name, time: (NOW - age_ms) as UtcMs, bid, ask });
  }
  return book;
}

function exposureOf(
  one: RiskCase,
  held: RiskCase['positions'][number],
  quotes: ReadonlyMap<SymbolName, Quote>,
): OpenExposure {
  const symbol = held.symbol as SymbolName;
  const quote = quotes.get(symbol);
  return {
    symbol,
    side: held.side,
    lots: held.lots as Lots,
    openPrice: held.entry,
    stopLoss: held.stop,
    instrument: named(held.symbol, one),
    currentPrice: held.price ?? (quote ? closingPrice(quote, held.side) : held.entry),
  };
}

/** What cannot be converted is left out: the case is refused for it anyway. */
function marginHeld(
  open: readonly OpenExposure[],
  { account }: RiskCase,
  quotes: ReadonlyMap<SymbolName, Quote>,
): number {
  const currency = account.currency as Currency;
  return open.reduce((sum, { instrument, lots, openPrice, side }) => {
    const margin = marginOf(instrument, lots, openPrice, account.leverage, currency, quotes, side);
    return sum + (margin ?? 0);
  }, 0);
}

function named(symbol: string, { instruments }: RiskCase): Instrument {
  const instrument = instrumentOf(symbol, instruments);
  if (!instrument) throw new Error(`${symbol} was checked and is not known`);
  return instrument;
}

function missingQuotes({ reason }: Refused, context: RiskContext): string[] {
  if (reason === 'no-quote') return [context.instrument.symbol];
  if (reason !== 'no-conversion') return [];
  const { currency } = context;
  const quotes = soundQuotes(context.quotes);
  const instruments = [
    context.instrument,
    ...[...context.open, ...context.pending].map((held) => held.instrument),
  ];
  for (const { profitCurrency, marginCurrency } of instruments) {
    for (const from of [profitCurrency, marginCurrency]) {
      if (convert(-1, from, currency, quotes) === undefined) {
        return [...conversionSymbols(from, currency)];
      }
    }
  }
  return [];
}

function withoutNoise(value: number): number {
  return Number(value.toFixed(8));
}
