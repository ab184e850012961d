import * as z from 'zod';
import { signalRecordView } from './signal-view.ts';
import { money, utcMs } from './units.ts';

/** A signal and what came of it, as the API answers it. */

const stateView = z.object({
  time: utcMs,
  state: z.string(),
  retcode: z.number().optional().describe("The broker's TRADE_RETCODE"),
  detail: z.string(),
});

const requestView = z.object({
  number: z.number(),
  time: utcMs,
  reduction: z.looseObject({ type: z.enum(['close', 'cancel', 'tighten']), why: z.string() }),
  states: z.array(stateView),
});

const dealView = z.object({
  ticket: z.string(),
  order: z.string(),
  position: z.string(),
  side: z.enum(['buy', 'sell']),
  entry: z.enum(['in', 'out']),
  lots: z.number(),
  price: z.number(),
  time: utcMs,
  reason: z.string(),
  profit: money,
  commission: money,
  swap: money,
});

const orderView = z.object({
  number: z.number(),
  intendedAt: utcMs,
  lots: z.number(),
  risk: money,
  ticket: z.string().optional().describe("The broker's number of the order"),
  states: z.array(stateView),
  requests: z.array(requestView).describe('Closes, cancels and changes of stops'),
  deals: z.array(dealView),
  result: z
    .object({ time: utcMs, net: money, r: z.number().describe('Net as a multiple of the risk') })
    .optional()
    .describe('Once the last lot is closed'),
});

export const signalStoryView = signalRecordView
  .extend({
    evidence: z
      .record(z.string(), z.string())
      .optional()
      .describe('What the named structure events were, where it is still known'),
    approval: z
      .object({
        time: utcMs,
        outcome: z.enum(['approved', 'declined', 'expired', 'withdrawn']),
        by: z.string(),
        detail: z.string(),
      })
      .optional()
      .describe('How its waiting for approval ended'),
    order: orderView.optional().describe('What came of it, when it was taken'),
  })
  .meta({ id: 'SignalStory' });

export const whyAnswer = z
  .object({
    success: z.literal(true),
    signal: signalStoryView,
    sections: z
      .array(z.object({ title: z.string(), lines: z.array(z.string()).readonly() }))
      .readonly(),
    text: z.string().describe('All of it as a person reads it'),
  })
  .meta({ id: 'WhyAnswer' });
export type WhyAnswer = z.infer<typeof whyAnswer>;
