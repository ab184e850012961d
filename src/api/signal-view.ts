import * as z from 'zod';
import { TIMEFRAMES } from '../market/timeframe.ts';
import { money, utcMs } from './units.ts';

/** A decided signal as the journal keeps it: what was seen, how it scored, what became of it. */

const entryView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('market'), price: z.number() }),
  z.object({ kind: z.literal('limit'), price: z.number(), expiresAt: utcMs }),
]);

const gateView = z.object({ gate: z.string(), passed: z.boolean(), detail: z.string() });

const scorePartView = z.object({
  part: z.string(),
  weight: z.number().describe('Share of the whole score that the part is worth'),
  value: z.number().describe('0..1: how much of the part was present'),
  detail: z.string(),
  evidence: z.array(z.string()).readonly().describe('Structure events, as TIMEFRAME#id'),
});

const signalView = z
  .object({
    id: z.string(),
    symbol: z.string(),
    timeframe: z.enum(TIMEFRAMES),
    side: z.enum(['buy', 'sell']),
    time: utcMs.describe('The moment the deciding bar closed'),
    entry: entryView,
    stopLoss: z.number(),
    takeProfit: z.number(),
    confidence: z.number().describe('Quality in 0..1; not a chance of winning'),
    gates: z.array(gateView).readonly(),
    score: z.array(scorePartView).readonly(),
  })
  .meta({ id: 'Signal' });

const sizingView = z.object({
  entry: z.number(),
  lossPerLot: z.number().describe('What one lot loses at the stop, costs included'),
  allowance: z.number().describe('What the trade may lose'),
  limitedBy: z.string(),
  lots: z.number(),
});

const names = z.array(z.string()).readonly();

const verdictView = z.discriminatedUnion('taken', [
  z.object({
    taken: z.literal(true),
    number: z.number(),
    lots: z.number(),
    risk: money,
    sizing: sizingView.optional().describe('How the volume came about'),
    warnings: z
      .array(z.object({ reason: z.string(), detail: z.string(), accounts: names }))
      .readonly()
      .optional()
      .describe('What was said of it, and did not stand in its way'),
  }),
  z.object({
    taken: z.literal(false),
    by: z
      .enum(['gate', 'confidence', 'drift', 'risk', 'conduct', 'missed'])
      .describe('Which stage said no'),
    reason: z.string(),
    detail: z.string(),
    numbers: z.record(z.string(), z.number()).optional().describe('What risk decided on'),
    accounts: names.optional().describe('Other accounts that stood in its way'),
    waitsUntil: utcMs.optional().describe('It waits for approval until then'),
  }),
]);

export const signalRecordView = z
  .object({
    account: z.string(),
    seq: z.number().describe("Number of the fact in the account's journal"),
    time: utcMs,
    signal: signalView,
    verdict: verdictView,
  })
  .meta({ id: 'SignalRecord' });

/** A signal that waits for a person's word. */
export const waitingSignalView = z
  .object({
    account: z.string(),
    signal: signalView,
    since: utcMs,
    until: utcMs.describe('It expires then'),
  })
  .meta({ id: 'WaitingSignal' });
export type WaitingSignalView = z.infer<typeof waitingSignalView>;
