import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Ticket } from '../execution/order.ts';
import { anyAccount, oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { carryOut } from './control/command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery, noBody, ticketParams } from './inputs.ts';
import { positionView } from './views.ts';

const positionList = z
  .object({ success: z.literal(true), positions: z.array(positionView) })
  .meta({ id: 'PositionList' });

const positionClosed = z
  .object({
    success: z.literal(true),
    account: z.string(),
    ticket: z.string(),
    symbol: z.string().optional(),
    message: z.string(),
  })
  .meta({ id: 'PositionClosed' });

export function positionRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/positions',
    {
      schema: {
        summary: 'Open positions',
        tags: ['Trading'],
        querystring: accountQuery,
        response: { 200: positionList },
      },
    },
    (request) => {
      const positions = room.positions(anyAccount(room, request.query.account));
      return { success: true as const, positions };
    },
  );

  server.post(
    '/api/positions/:ticket/close',
    {
      config: { rateLimit: false },
      schema: {
        summary: 'Close a position',
        tags: ['Trading'],
        params: ticketParams,
        querystring: accountQuery,
        body: noBody,
        response: { 200: positionClosed },
      },
    },
    (request) => {
      const account = oneAccount(room, request.query.account);
      return closePosition(room, account, request.params.ticket, request);
    },
  );
}

async function closePosition(
  room: ControlRoom,
  account: string,
  ticket: Ticket,
  request: FastifyRequest,
): Promise<z.infer<typeof positionClosed>> {
  // The replica may lag behind: whether there is such a position is for the account to say.
  const known = room.positions(account).find((position) => position.ticket === ticket);
  const message = await carryOut(
    room,
    account,
    { type: 'close-position', position: ticket },
    request,
  );
  const done = { success: true as const, account, ticket, message };
  return known === undefined ? done : { ...done, symbol: known.symbol };
}
