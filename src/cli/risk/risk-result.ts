import { z } from 'zod';
import type { RefusalReason } from '../../risk/approval.ts';

/** Every reason there is: one that risk adds is missed here by the compiler. */
const REASONS = {
  'no-quote': 0,
  'bad-quote': 0,
  'stale-quote': 0,
  'bad-specification': 0,
  'bad-number': 0,
  'no-conversion': 0,
  'stop-missing': 0,
  'stop-at-entry': 0,
  'stop-on-wrong-side': 0,
  'target-on-wrong-side': 0,
  'stop-inside-stops-level': 0,
  'spread-too-wide': 0,
  'cost-too-high': 0,
  'below-minimum-lot': 0,
  'above-maximum-size': 0,
  'risk-above-allowance': 0,
  'exposure-limit': 0,
  'currency-exposure': 0,
  'trade-count': 0,
  'cool-down': 0,
  'leverage-limit': 0,
  'margin-short': 0,
  'position-limit': 0,
  'day-budget': 0,
  'breaker-tripped': 0,
  'account-stopped': 0,
  'account-unknown': 0,
} satisfies Record<RefusalReason, 0>;

const reason = z.enum(Object.keys(REASONS) as [RefusalReason, ...RefusalReason[]]);

const answer = z.strictObject({
  name: z.string(),
  approved: z.boolean(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  currency: z.string().describe('Of all money below.'),
  lots: z.number().describe('Approved volume; 0 when refused.'),
  risk: z.number().describe('Lost at the stop with this volume, costs included; 0 when refused.'),
  risk_pct: z.number().describe('risk in per cent of the smaller of balance and equity.'),
  allowance: z.number().nullable().describe('What a trade may lose by risk_per_trade_pct.'),
  loss_per_lot: z.number().nullable().describe('What one lot loses at the stop, costs included.'),
  entry: z.number().nullable().describe('Price the risk was counted from.'),
  limited_by: z
    .enum(['risk', 'max_position_size', 'volume-max', 'requested', 'day-budget'])
    .nullable()
    .describe('What set the volume; null when refused.'),
  refusal: z
    .strictObject({
      reason,
      detail: z.string().describe('In words.'),
      numbers: z.record(z.string(), z.number()),
      missing_quotes: z
        .array(z.string())
        .describe('Of no-conversion and no-quote: pairs of which a quote is needed, best first.'),
    })
    .nullable(),
});

/** What `kimi-agent risk` writes. */
export const riskResultSchema = z.strictObject({
  format: z.literal('kimi-agent-risk/1'),
  results: z.array(answer).describe('One for each case, in order.'),
});

export type RiskResult = z.output<typeof riskResultSchema>;
export type RiskAnswer = RiskResult['results'][number];
