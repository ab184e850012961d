import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { carryOut, needStarted } from './command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery, noBody } from './inputs.ts';

const rearmed = z
  .object({ success: z.literal(true), account: z.string(), message: z.string() })
  .meta({ id: 'BreakerRearmed' });

/** Arm the tripped circuit breaker of one account again; who may call this may trade. */
export function breakerRearmRoute(server: ApiServer, room: ControlRoom): void {
  server.post(
    '/api/breaker/rearm',
    {
      schema: {
        summary: 'Arm a tripped circuit breaker again',
        tags: ['Trading'],
        querystring: accountQuery,
        body: noBody,
        response: { 200: rearmed },
      },
    },
    (request) => rearm(room, oneAccount(room, request.query.account), request),
  );
}

async function rearm(
  room: ControlRoom,
  account: string,
  request: FastifyRequest,
): Promise<z.infer<typeof rearmed>> {
  needStarted(room, account);
  const command = { type: 'rearm-breaker' } as const;
  const message = await carryOut(room, account, command, request, { 'not-now': 409 });
  return { success: true, account, message };
}
