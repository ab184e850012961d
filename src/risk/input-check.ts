import { instrumentDefect, type Instrument } from '../market/instrument.ts';
import { quoteDefect } from '../market/quote.ts';
import type { Refused } from './approval.ts';
import { inMoney, refusal } from './refusal.ts';
import type { OpenExposure, Proposal, RiskContext } from './risk-context.ts';

/** The first thing among the inputs that forbids any sizing at all, if there is one. */
export function checkInputs(order: Proposal, context: RiskContext): Refused | undefined {
  return (
    checkBreaker(context) ??
    checkSpecification(order, context) ??
    checkNumbers(order, context) ??
    checkQuote(context)
  );
}

function checkBreaker({ breaker, currency }: RiskContext): Refused | undefined {
  if (!breaker.tripped) return undefined;
  return refusal(
    'breaker-tripped',
    "the circuit breaker has stopped new trades until the account's next day; equity minus its " +
      `limit is ${inMoney(breaker.dayLossLeft, currency)}`,
    { dayLossLeft: breaker.dayLossLeft },
  );
}

function checkSpecification(order: Proposal, context: RiskContext): Refused | undefined {
  const { instrument, quote } = context;
  if (instrument.symbol !== order.symbol) {
    return badSpecification(
      `the order is for ${order.symbol}, the specification for ${instrument.symbol}`,
    );
  }
  if (quote && quote.symbol !== order.symbol) {
    return badSpecification(`the order is for ${order.symbol}, the quote of ${quote.symbol}`);
  }
  const defect = instrumentDefect(instrument);
  if (defect)
    return badSpecification(`the specification of ${order.symbol} is unusable: ${defect}`);
  return badHeldSpecification(context.open) ?? badHeldSpecification(context.pending);
}

function badHeldSpecification(exposures: readonly OpenExposure[]): Refused | undefined {
  let checked: Instrument | undefined;
  for (const { instrument, symbol } of exposures) {
    if (instrument === checked) continue;
    const defect = instrumentDefect(instrument);
    if (defect) {
      return badSpecification(`${symbol} is held and its specification is unusable: ${defect}`);
    }
    checked = instrument;
  }
  return undefined;
}

function badSpecification(detail: string): Refused {
  return refusal('bad-specification', detail, {});
}

function checkNumbers(order: Proposal, context: RiskContext): Refused | undefined {
  const { account, limits, breaker } = context;
  return (
    firstBad(
      { 'order price': order.price, 'requested volume': order.lots ?? 1 },
      aboveZero,
      'above zero',
    ) ??
    firstBad(
      { 'stop loss': order.stopLoss, 'take profit': order.takeProfit },
      notNegative,
      'zero or above',
    ) ??
    firstBad(
      { balance: account.balance, equity: account.equity, leverage: account.leverage },
      aboveZero,
      'above zero',
    ) ??
    firstBad(
      {
        'free margin': account.freeMargin,
        "the day's loss left": breaker.dayLossLeft,
        'the time now': context.now,
      },
      Number.isFinite,
      'a finite number',
    ) ??
    firstBad(
      {
        ...limits,
        commission: context.commissionPerLotSide,
        'quote age limit': context.maxQuoteAgeMs,
      },
      notNegative,
      'zero or above',
    ) ??
    firstBadExposure(context.open, 'position') ??
    firstBadExposure(context.pending, 'order')
  );
}

function firstBadExposure(exposures: readonly OpenExposure[], what: string): Refused | undefined {
  for (const held of exposures) {
    // There may be hundreds: nothing is put into words until something is wrong.
    if (isSound(held)) continue;
    const named = `of the ${held.symbol} ${what}`;
    const bad =
      firstBad(
        {
          [`volume ${named}`]: held.lots,
          [`opening price ${named}`]: held.openPrice,
          [`current price ${named}`]: held.currentPrice,
        },
        aboveZero,
        'above zero',
      ) ?? firstBad({ [`stop loss ${named}`]: held.stopLoss }, notNegative, 'zero or above');
    if (bad) return bad;
  }
  return undefined;
}

function isSound(held: OpenExposure): boolean {
  return (
    aboveZero(held.lots) &&
    aboveZero(held.openPrice) &&
    aboveZero(held.currentPrice) &&
    notNegative(held.stopLoss)
  );
}

function firstBad(
  values: Readonly<Record<string, number>>,
  holds: (value: number) => boolean,
  allowed: string,
): Refused | undefined {
  for (const name in values) {
    const value = values[name] as number;
    if (holds(value)) continue;
    return refusal('bad-number', `${name} is ${value}, but must be ${allowed}`, { value });
  }
  return undefined;
}

function aboveZero(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function notNegative(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

function checkQuote({ quote, instrument, now, maxQuoteAgeMs }: RiskContext): Refused | undefined {
  if (!quote) {
    return refusal('no-quote', `${instrument.symbol} has no quote yet`, {});
  }
  const defect = quoteDefect(quote);
  if (defect) {
    return refusal('bad-quote', `the quote of ${instrument.symbol} is unusable: ${defect}`, {
      bid: quote.bid,
      ask: quote.ask,
    });
  }
  const ageMs = now - quote.time;
  // A quote from the future is as doubtful as an old one: one of the two clocks is wrong.
  if (Math.abs(ageMs) > maxQuoteAgeMs) {
    const when = ageMs > 0 ? 'old' : 'ahead of the clock';
    return refusal(
      'stale-quote',
      `the quote of ${instrument.symbol} is ${Math.abs(ageMs)} ms ${when}; ` +
        `allowed are ${maxQuoteAgeMs} ms`,
      { ageMs, maxQuoteAgeMs },
    );
  }
  return undefined;
}
