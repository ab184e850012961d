import * as z from 'zod';
import { everyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { digestLines } from './digest-text.ts';
import { accountInput, symbolInput } from './inputs.ts';
import { utcMs } from './units.ts';

const nearMissView = z.object({
  id: z.string(),
  time: utcMs,
  side: z.enum(['buy', 'sell']),
  confidence: z.number().describe('Quality in 0..1; not a chance of winning'),
  detail: z.string(),
  failedGates: z.array(z.string()).readonly(),
  belowThreshold: z.boolean().describe('Its confidence would not have been enough either'),
  weakest: z
    .object({
      part: z.string(),
      weight: z.number(),
      value: z.number(),
      detail: z.string(),
      confidenceWithIt: z.number().describe('The confidence with this part whole'),
    })
    .optional()
    .describe('Of a candidate below the threshold: the score part that cost it most'),
});

const agentDigestView = z.object({
  symbol: z.string(),
  state: z.string().describe('Of the agent, now'),
  why: z.string(),
  candidates: z.number(),
  taken: z.number(),
  refused: z
    .array(
      z.object({
        by: z.string(),
        reason: z.string(),
        count: z.number(),
        nearest: nearMissView.describe('The one of the highest confidence'),
      }),
    )
    .readonly()
    .describe('Nearest miss first'),
});

const digestAnswer = z
  .object({
    success: z.literal(true),
    digests: z.array(
      z.object({
        account: z.string(),
        day: z.string(),
        agents: z.array(agentDigestView).readonly(),
      }),
    ),
    text: z.string().describe('All of it as a person reads it'),
  })
  .meta({ id: 'DigestAnswer' });
export type DigestAnswer = z.infer<typeof digestAnswer>;

const digestQuery = z.strictObject({
  day: z
    .string({ error: 'give one day' })
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD')
    .optional()
    .describe("On the clock of the account's breaker; left out, the present one"),
  symbol: symbolInput.optional(),
  account: accountInput,
});

export function digestRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/digest',
    {
      schema: {
        summary: 'Why no trade today? Candidates by what refused them',
        tags: ['Signals'],
        querystring: digestQuery,
        response: { 200: digestAnswer },
      },
    },
    (request) => {
      const { day, symbol, account: asked } = request.query;
      const digests = everyAccount(room, asked).map((account) => {
        const digest = room.digest(account, day);
        const agents = digest.agents.filter((one) => symbol === undefined || one.symbol === symbol);
        return { account, day: digest.day, agents };
      });
      const lines = digests.flatMap(({ account, ...digest }) => digestLines(account, digest));
      return { success: true as const, digests, text: lines.join('\n') };
    },
  );
}
