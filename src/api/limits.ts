import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery } from './inputs.ts';
import { money, moneyOrCount } from './units.ts';

const limitRoom = z.object({
  limit: z.enum(['day-budget', 'max_total_exposure_pct', 'max_positions', 'max_trades_per_day']),
  used: moneyOrCount,
  allowed: moneyOrCount,
  unit: z.enum(['money', 'positions', 'trades']),
  full_trades_left: z.number(),
});

const limitUse = z.object({
  limit: z.string().describe('Its key in the configuration'),
  about: z.string().nullable().describe('The symbol it is counted for, where there are several'),
  used: moneyOrCount.describe('Below 0 where a gain is on the other side of what is counted'),
  allowed: moneyOrCount,
  unit: z.enum(['money', 'positions', 'losses', 'requests']),
});

const currencyBet = z.object({
  currency: z.string(),
  net: money.describe('May be lost to stops by bets for it, less bets against it'),
  net_pct: z.number().describe('Per cent of equity'),
  gross: money.describe('The same, both added'),
  gross_pct: z.number().describe('Per cent of equity'),
});

const currencies = z.object({
  net_allowed: money,
  net_allowed_pct: z.number().describe('max_currency_risk_pct'),
  gross_allowed: money,
  gross_allowed_pct: z.number().describe('max_currency_gross_pct'),
  bets: z.array(currencyBet).describe('Largest first; empty while nothing is open or waits'),
});

const breakerRoom = z.object({
  state: z.enum(['armed', 'warned', 'tripped']),
  day_limit: money.describe('Equity at which the day ends trading'),
  overall_limit: money.nullable().describe('The same for the whole life of the account'),
  loss_left_today: money,
  loss_left_overall: money.nullable(),
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
        allowance: money.describe('What one full trade may lose'),
        binding: limitRoom.shape.limit.describe('The limit that ends trading first'),
        full_trades_left: z.number(),
        rooms: z.array(limitRoom).describe('Tightest first'),
        leverage: z.object({ used: z.number(), allowed: z.number() }),
        currencies: currencies.describe('Positions and waiting orders as bets on currencies'),
        without_stop: z.number().describe('How many have no stop and count with their whole value'),
        detail: z.string(),
      })
      .nullable(),
    uses: z.array(limitUse).describe('Limits that do not say how many trades fit'),
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
