import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery } from './inputs.ts';

const limitRoom = z.object({
  limit: z.enum(['day-budget', 'max_total_exposure_pct', 'max_positions', 'max_trades_per_day']),
  used: z.number(),
  allowed: z.number(),
  unit: z.enum(['money', 'positions', 'trades']),
  full_trades_left: z.number(),
});

const breakerRoom = z.object({
  state: z.enum(['armed', 'warned', 'tripped']),
  loss_left_today: z.number(),
  loss_left_overall: z.number().nullable(),
  next_day_in_ms: z.number(),
  text: z.string().describe('In one line, with the countdown'),
});

export const limitsView = z
  .object({
    account: z.string(),
    currency: z.string(),
    text: z.string().describe('In one line: how many full trades fit before which limit'),
    /** Null while the account cannot be valued. */
    report: z
      .object({
        allowance: z.number().describe('What one full trade may lose'),
        binding: limitRoom.shape.limit.describe('The limit that ends trading first'),
        full_trades_left: z.number(),
        rooms: z.array(limitRoom).describe('Tightest first'),
        leverage: z.object({ used: z.number(), allowed: z.number() }),
        detail: z.string(),
      })
      .nullable(),
    breaker: breakerRoom.nullable(),
  })
  .meta({ id: 'Limits' });

/** What of an account's limits is used, and what still fits. */
export type LimitsView = z.output<typeof limitsView>;

const limitsList = z
  .object({ success: z.literal(true), accounts: z.array(limitsView) })
  .meta({ id: 'LimitsList' });

export function limitsRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/limits',
    {
      schema: {
        summary: 'Which limit binds first and what still fits',
        tags: ['Accounts'],
        querystring: accountQuery,
        response: { 200: limitsList },
      },
    },
    (request) => {
      const only = anyAccount(room, request.query.account);
      return { success: true as const, accounts: room.limits(only) };
    },
  );
}
