import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { anyAccount, oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { carryOut, needStarted } from './control/command-call.ts';
import { Confirmations, type Confirmation } from './door/confirmations.ts';
import type { ControlRoom } from './control-room.ts';
import { accountInput, accountQuery, noBody } from './inputs.ts';
import { limitsView } from './limits.ts';
import { Refusal } from './documents/refusal.ts';
import { utcMs } from './units.ts';
import { breakerView } from './views.ts';

const breakerList = z
  .object({
    success: z.literal(true),
    breakers: z.array(
      z.object({
        account: z.string(),
        breaker: breakerView.nullable().describe('Null until its first day has begun'),
        room: limitsView.shape.breaker.describe('What may still be lost, in money and in words'),
      }),
    ),
  })
  .meta({ id: 'BreakerList' });

const rearmed = z
  .object({ success: z.literal(true), account: z.string(), message: z.string() })
  .meta({ id: 'BreakerRearmed' });

const toConfirm = z
  .object({
    success: z.literal(true),
    account: z.string(),
    message: z.string(),
    confirmation: z.string().describe('Send it back to have it done: good once'),
    expires_at: utcMs,
  })
  .meta({ id: 'ToConfirm' });

const rearmQuery = z.strictObject({
  account: accountInput,
  confirmation: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('What the first call answered; left out, it is the first call'),
});

/** The circuit breakers, and arming a tripped one again in two steps. */
export function breakerRoutes(server: ApiServer, room: ControlRoom): void {
  const confirmations = new Confirmations();
  server.get(
    '/api/breaker',
    {
      schema: {
        summary: 'Where each circuit breaker stands',
        tags: ['Accounts'],
        querystring: accountQuery,
        response: { 200: breakerList },
      },
    },
    (request) => {
      const only = anyAccount(room, request.query.account);
      const rooms = new Map(room.limits(only).map((one) => [one.account, one.breaker]));
      const breakers = room
        .accounts()
        .filter(({ account }) => only === undefined || account === only)
        .map(({ account, breaker }) => ({ account, breaker, room: rooms.get(account) ?? null }));
      return { success: true as const, breakers };
    },
  );

  server.post(
    '/api/breaker/rearm',
    {
      schema: {
        summary: 'Arm a tripped circuit breaker again: twice, the second time with confirmation',
        tags: ['Trading'],
        querystring: rearmQuery,
        body: noBody,
        response: { 200: rearmed, 202: toConfirm },
      },
    },
    async (request, reply) => {
      const account = oneAccount(room, request.query.account);
      needStarted(room, account);
      const { confirmation } = request.query;
      const what = `rearm-breaker ${account}`;
      const by = request.grant?.id ?? '';
      if (confirmation === undefined) {
        needTripped(room, account);
        return reply.code(202).send(promise(account, confirmations.ask(what, by)));
      }
      if (!confirmations.confirm(confirmation, what, by)) throw notConfirmed();
      return reply.code(200).send(await rearm(room, account, request));
    },
  );
}

function promise(account: string, { id, expiresAt }: Confirmation): z.infer<typeof toConfirm> {
  const message =
    `Armed again, the agents of ${account} may lose once more what a day may lose. Send this call ` +
    'again with the confirmation, within a minute, to have it done.';
  return { success: true, account, message, confirmation: id, expires_at: expiresAt };
}

function needTripped(room: ControlRoom, account: string): void {
  const breaker = room.accounts().find((one) => one.account === account)?.breaker;
  if (breaker?.state === 'tripped') return;
  const state = breaker === undefined || breaker === null ? 'not known yet' : breaker.state;
  const detail = `The circuit breaker of ${account} is ${state}: there is nothing to arm again.`;
  throw new Refusal(409, 'refused', detail, { members: { account, reason: 'not-now' } });
}

function notConfirmed(): Refusal {
  const detail =
    'The confirmation is unknown, used, older than a minute, or of another account or token. Send ' +
    'the call without it for a new one.';
  return new Refusal(409, 'not-a-confirmation', detail);
}

async function rearm(
  room: ControlRoom,
  account: string,
  request: FastifyRequest,
): Promise<z.infer<typeof rearmed>> {
  const command = { type: 'rearm-breaker' } as const;
  const message = await carryOut(room, account, command, request, { 'not-now': 409 });
  return { success: true, account, message };
}
