import * as z from 'zod';
import { CHART_TIMEFRAMES } from '../market/chart-timeframe.ts';
import type { Ticket } from '../execution/order.ts';
import type { SymbolName } from '../market/units.ts';

/** What requests may carry. Every object is strict: a misspelt key must not pass unnoticed. */

export const symbolInput = z
  .string({ error: 'give one symbol, such as EURUSD' })
  .regex(
    /^[A-Za-z0-9._#-]{1,32}$/,
    'a symbol has 1 to 32 of the characters A-Z a-z 0-9 . _ # - and capitals count',
  )
  .transform((text) => text as SymbolName)
  .describe('Name of the instrument as the broker writes it; capitals count');

const ticketInput = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, 'a ticket has 1 to 64 of the characters A-Z a-z 0-9 . _ : -')
  .transform((text) => text as Ticket)
  .describe('The position number that GET /api/positions shows');

export const accountInput = z
  .string({ error: 'give one account' })
  .min(1, 'name an account')
  .max(64, 'an account name has at most 64 characters')
  .optional()
  .describe('Account name from the configuration; may be left out when there is only one');

export const timeframeInput = z
  .enum(CHART_TIMEFRAMES, { error: `a timeframe is one of ${CHART_TIMEFRAMES.join(', ')}` })
  .optional()
  .describe("Left out, the agent's own timeframe");

/** A count in decimal digits from 1 to `max`; `usual` when left out. */
export function limitInput(max: number, usual: number) {
  const message = `a whole number from 1 to ${max}`;
  return (
    z
      .string({ error: message })
      .regex(/^[0-9]{1,7}$/, message)
      .transform(Number)
      .pipe(z.number().min(1, message).max(max, message))
      .optional()
      .transform((limit) => limit ?? usual)
      // What is checked is text; what the document says of it is the number that is meant.
      .meta({ type: 'integer', minimum: 1, maximum: max, pattern: undefined })
      .describe(`How many at most, from 1 to ${max}; ${usual} when left out`)
  );
}

/** A whole number in decimal digits. */
export function numberInput(what: string) {
  const message = 'a whole number';
  return z
    .string({ error: message })
    .regex(/^[0-9]{1,15}$/, message)
    .transform(Number)
    .meta({ type: 'integer', minimum: 0, maximum: 999_999_999_999_999, pattern: undefined })
    .describe(what);
}

export const accountQuery = z.strictObject({ account: accountInput });
export const symbolParams = z.strictObject({ symbol: symbolInput });
export const ticketParams = z.strictObject({ ticket: ticketInput });
export const positionParams = z.strictObject({ position: ticketInput });

/** Commands take their parameters in path and query; a body with content is a misunderstanding. */
export const noBody = z
  .strictObject({}, { error: 'this call takes no body: put its parameters in path and query' })
  .nullish();
