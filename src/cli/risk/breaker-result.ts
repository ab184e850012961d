import { z } from 'zod';

const money = z.number();
const time = z.string().describe('ISO 8601, UTC');

const change = z.strictObject({
  kind: z.enum(['day-started', 'limits-moved', 'warned', 'tripped', 'armed']),
  text: z.string(),
});

const answer = z.strictObject({
  index: z.number().int().describe('Of the event, from 0.'),
  time,
  event: z.string(),
  day: z.string().nullable().describe("The account's day, YYYY-MM-DD; null before the first."),
  day_ends: time.nullable(),
  balance: money.nullable(),
  equity: money.nullable(),
  baseline: money.nullable().describe('What the loss of the day is counted from.'),
  limit: money.nullable().describe('Equity at or below which it trips: the higher of the two.'),
  distance: money.nullable().describe('Equity minus limit.'),
  day_limit: money.nullable(),
  day_distance: money.nullable(),
  overall_limit: money.nullable().describe('null where none is set.'),
  overall_distance: money.nullable(),
  capital: money.nullable().describe('Initial capital with all deposits and withdrawals since.'),
  state: z.enum(['armed', 'warned', 'tripped']),
  entries_allowed: z.boolean(),
  tripped_by: z.enum(['daily-loss', 'overall-loss', 'daily-profit', 'phase-profit']).nullable(),
  rearmed_by: z.enum(['next-day', 'person']).nullable().describe('What will end the trip.'),
  closing: z.boolean().describe('Tripped with on_trip close-all and not yet flat.'),
  in_doubt: z.boolean().describe('One quote says that a limit is met; the next must confirm it.'),
  changes: z.array(change).describe('What the event changed, in order.'),
  refused: z.string().nullable().describe('Why the event had no effect.'),
  status: z.string(),
});

/** What `kimi-agent breaker` writes. */
export const breakerResultSchema = z.strictObject({
  format: z.literal('kimi-agent-breaker/1'),
  name: z.string(),
  events: z.array(answer).describe('One for each event, in order: how it stands after it.'),
});

export type BreakerResult = z.output<typeof breakerResultSchema>;
export type BreakerAnswer = BreakerResult['events'][number];
