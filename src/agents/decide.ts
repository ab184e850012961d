import type { OpeningOrder } from '../execution/order.ts';
import type { Price, SymbolName } from '../market/units.ts';
import type { Assessment } from '../risk/approval.ts';
import { assess, type RiskContext } from '../risk/risk-manager.ts';
import type { Candidate, Signal } from '../signals/signal.ts';
import { accountRisk } from './account-risk.ts';
import { riskFor, thresholdFor } from './agent-settings.ts';
import { mayWaitUntil } from './approval-wait.ts';
import { conductRefusal } from './conduct.ts';
import type { Desk } from './desk.ts';
import { acrossWarnings } from './elsewhere.ts';
import { wantOfEvidence } from './evidence-standing.ts';
import type { Verdict } from './fact.ts';

/** A refusal as the record keeps it. */
type NotTaken = Extract<Verdict, { taken: false }>;
type Granted = Extract<Assessment<OpeningOrder>, { ok: true }>;

/**
 * Decide on a candidate and record it whatever the outcome: gate, confidence, the agent's and the
 * account's state, then risk, in this order. Only an approval becomes an order.
 */
export function decide(desk: Desk, candidate: Candidate, obstacle: string | undefined): void {
  const { signal } = candidate;
  const refusal = refusalBeforeRisk(desk, candidate, obstacle);
  if (refusal) return record(desk, signal, refusal);
  askRisk(desk, signal, (verdict) => desk.emit({ kind: 'signal', signal, verdict }));
}

/** Have risk decide, write its verdict down, and open what it approved. */
export function askRisk(
  desk: Desk,
  signal: Signal,
  write: (verdict: Verdict) => void,
  /** What a market order is decided at. */
  price = signal.entry.price,
): void {
  const assessed = assessSignal(desk, signal, price);
  if (!('approved' in assessed)) return write(assessed);
  const { approved, sizing } = assessed;
  // The verdict names the number the order is about to get, so that why and what stay together.
  const number = desk.nextNumber;
  const warnings = acrossWarnings(desk, signal);
  const said = warnings.length > 0 ? { warnings } : {};
  write({ taken: true, number, lots: approved.lots, risk: approved.risk, sizing, ...said });
  desk.open(approved);
}

/** Why a candidate came too late to be traded. */
export type Missed = Pick<NotTaken, 'reason' | 'detail'>;

export const WHILE_AWAY: Missed = {
  reason: 'closed-while-away',
  detail: 'its bar closed while the program was not watching; a late entry is another trade',
};

export const LATE: Missed = {
  reason: 'late-answer',
  detail: 'its strategy answered too late; a late entry is another trade',
};

/** Record a candidate that came too late. It is never traded. */
export function recordMissed(desk: Desk, candidate: Candidate, missed: Missed): void {
  record(desk, candidate.signal, { taken: false, by: 'missed', ...missed });
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
  const threshold = thresholdFor(desk, signal.symbol);
  if (!(signal.confidence > threshold)) {
    const detail = `confidence ${signal.confidence.toFixed(2)} is not above ${threshold.toFixed(2)}`;
    const waitsUntil = obstacle === undefined ? mayWaitUntil(desk, signal) : undefined;
    return waitsUntil === undefined
      ? { taken: false, by: 'confidence', reason: 'below-threshold', detail }
      : { taken: false, by: 'confidence', reason: 'waits-for-approval', detail, waitsUntil };
  }
  if (obstacle !== undefined) {
    return { taken: false, by: 'missed', reason: 'not-trading', detail: obstacle };
  }
  return undefined;
}

function assessSignal(desk: Desk, signal: Signal, price: Price): Granted | NotTaken {
  const unproven = wantOfEvidence(desk.settings.mode, desk.settings.evidence);
  if (unproven !== undefined) {
    return { taken: false, by: 'risk', reason: 'no-evidence', detail: unproven };
  }
  const context = riskContext(desk, signal.symbol);
  if (!context) {
    const detail =
      'balance, equity, margin or an open position cannot be valued: a quote or an instrument is missing';
    return { taken: false, by: 'risk', reason: 'account-unknown', detail };
  }
  const assessment = assess(orderOf(desk, signal, price), context);
  if (assessment.ok) {
    // A loss limit and a missing stop come first: what conduct says counts for what risk allows.
    const refused = conductRefusal(desk, signal);
    return refused ? { taken: false, by: 'conduct', ...refused } : assessment;
  }
  const { reason, detail, numbers } = assessment.refused;
  return { taken: false, by: 'risk', reason, detail, numbers };
}

function orderOf(desk: Desk, signal: Signal, price: Price): OpeningOrder {
  return {
    symbol: signal.symbol,
    side: signal.side,
    kind: signal.entry.kind,
    price,
    stopLoss: signal.stopLoss,
    takeProfit: signal.takeProfit,
    deviation: desk.settings.deviation,
    ...(signal.entry.kind === 'limit' ? { expiresAt: signal.entry.expiresAt } : {}),
    signalId: signal.id,
  };
}

function riskContext(desk: Desk, symbol: SymbolName): RiskContext | undefined {
  const instrument = desk.instruments.get(symbol);
  const account = accountRisk(desk);
  if (!account || !instrument) return undefined;
  return {
    ...account,
    limits: { ...account.limits, risk_per_trade_pct: riskFor(desk, symbol) },
    now: desk.now,
    instrument,
    quote: desk.quotes.get(symbol),
    maxQuoteAgeMs: desk.settings.maxQuoteAgeMs,
  };
}
