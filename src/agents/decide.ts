import type { OpeningOrder } from '../execution/order.ts';
import type { Instrument } from '../market/instrument.ts';
import { closingPrice } from '../market/quote.ts';
import type { Money, SymbolName } from '../market/units.ts';
import type { Approved } from '../risk/approval.ts';
import { assess, type OpenExposure, type RiskContext } from '../risk/risk-manager.ts';
import type { Candidate, Signal } from '../signals/signal.ts';
import { isUnderway } from './account-state.ts';
import { accountNow } from './equity.ts';
import type { Desk } from './desk.ts';
import type { Verdict } from './fact.ts';

/** A refusal as the record keeps it. */
type NotTaken = Extract<Verdict, { taken: false }>;

/**
 * Decide on a candidate and record it whatever the outcome: gate, confidence, the agent's and the
 * account's state, then risk, in this order. Only an approval becomes an order.
 */
export function decide(desk: Desk, candidate: Candidate, obstacle: string | undefined): void {
  const { signal } = candidate;
  const refusal = refusalBeforeRisk(desk, candidate, obstacle);
  if (refusal) return record(desk, signal, refusal);
  const assessed = assessSignal(desk, signal);
  if (!('approved' in assessed)) return record(desk, signal, assessed);
  const { approved } = assessed;
  // The verdict names the number the order is about to get, so that why and what stay together.
  const number = desk.nextNumber;
  desk.emit({
    kind: 'signal',
    signal,
    verdict: { taken: true, number, lots: approved.lots, risk: approved.risk },
  });
  desk.open(approved);
}

/** Record a candidate of a bar that closed while nobody watched. It is never traded. */
export function recordMissed(desk: Desk, candidate: Candidate): void {
  record(desk, candidate.signal, {
    taken: false,
    by: 'missed',
    reason: 'closed-while-away',
    detail: 'its bar closed while the program was not watching; a late entry is another trade',
  });
}

function record(desk: Desk, signal: Signal, verdict: NotTaken): void {
  desk.emit({ kind: 'signal', signal, verdict });
}

function refusalBeforeRisk(
  desk: Desk,
  { signal, refusedBy }: Candidate,
  obstacle: string | undefined,
): NotTaken | undefined {
  if (refusedBy !== undefined) {
    const gate = signal.gates.find((candidate) => candidate.gate === refusedBy);
    return { taken: false, by: 'gate', reason: refusedBy, detail: gate?.detail ?? '' };
  }
  const threshold = desk.settings.confidenceThreshold;
  if (!(signal.confidence > threshold)) {
    return {
      taken: false,
      by: 'confidence',
      reason: 'below-threshold',
      detail: `confidence ${signal.confidence.toFixed(2)} is not above ${threshold.toFixed(2)}`,
    };
  }
  if (obstacle !== undefined) {
    return { taken: false, by: 'missed', reason: 'not-trading', detail: obstacle };
  }
  return undefined;
}

function assessSignal(desk: Desk, signal: Signal): { approved: Approved<OpeningOrder> } | NotTaken {
  const context = riskContext(desk, signal.symbol);
  if (!context) {
    const detail =
      'balance, equity, margin or an open position cannot be valued: a quote or an instrument is missing';
    return { taken: false, by: 'risk', reason: 'account-unknown', detail };
  }
  const assessment = assess(orderOf(desk, signal), context);
  if (assessment.ok) return { approved: assessment.approved };
  const { reason, detail } = assessment.refused;
  return { taken: false, by: 'risk', reason, detail };
}

function orderOf(desk: Desk, signal: Signal): OpeningOrder {
  return {
    symbol: signal.symbol,
    side: signal.side,
    kind: signal.entry.kind,
    price: signal.entry.price,
    stopLoss: signal.stopLoss,
    takeProfit: signal.takeProfit,
    deviation: desk.settings.deviation,
    ...(signal.entry.kind === 'limit' ? { expiresAt: signal.entry.expiresAt } : {}),
    signalId: signal.id,
  };
}

function riskContext(desk: Desk, symbol: SymbolName): RiskContext | undefined {
  const account = accountNow(desk);
  const instrument = desk.instruments.get(symbol);
  const { breaker } = desk.state;
  const open = openExposures(desk);
  const pending = pendingExposures(desk);
  if (!account || !instrument || !breaker || !open || !pending) return undefined;
  return {
    now: desk.now,
    instrument,
    quote: desk.quotes.get(symbol),
    quotes: desk.quotes,
    currency: desk.settings.currency,
    account,
    open,
    pending,
    limits: desk.settings.limits,
    commissionPerLotSide: desk.settings.commissionPerLotSide,
    breaker: {
      tripped: breaker.state === 'tripped',
      dayLossLeft: Math.max(0, account.equity - breaker.limit) as Money,
    },
    maxQuoteAgeMs: desk.settings.maxQuoteAgeMs,
  };
}

/** Undefined when one cannot be valued: what is not known must not count as nothing. */
function openExposures(desk: Desk): OpenExposure[] | undefined {
  const exposures: OpenExposure[] = [];
  for (const { position } of desk.state.positions.values()) {
    const instrument = desk.instruments.get(position.symbol);
    const quote = desk.quotes.get(position.symbol);
    if (!instrument) return undefined;
    exposures.push({
      symbol: position.symbol,
      side: position.side,
      lots: position.lots,
      openPrice: position.openPrice,
      stopLoss: position.stopLoss,
      instrument,
      currentPrice: quote ? closingPrice(quote, position.side) : position.openPrice,
    });
  }
  return exposures;
}

/** Orders of ours that may still become positions, and what others have waiting at the broker. */
function pendingExposures(desk: Desk): OpenExposure[] | undefined {
  const exposures: OpenExposure[] = [];
  const ours = new Set<number>();
  for (const order of desk.state.orders.values()) {
    if (!order.opening || !isUnderway(order)) continue;
    ours.add(order.magic);
    const { order: opening, lots } = order.opening;
    const instrument = desk.instruments.get(opening.symbol);
    if (!instrument) return undefined;
    exposures.push(waiting(instrument, opening, lots));
  }
  for (const order of desk.state.pending.values()) {
    if (ours.has(order.magic)) continue;
    const instrument = desk.instruments.get(order.symbol);
    if (!instrument) return undefined;
    exposures.push(waiting(instrument, order, order.lots));
  }
  return exposures;
}

function waiting(
  instrument: Instrument,
  order: Pick<OpeningOrder, 'symbol' | 'side' | 'price' | 'stopLoss'>,
  lots: OpenExposure['lots'],
): OpenExposure {
  return {
    symbol: order.symbol,
    side: order.side,
    lots,
    openPrice: order.price,
    stopLoss: order.stopLoss,
    instrument,
    currentPrice: order.price,
  };
}
