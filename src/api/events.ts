import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountInput, limitInput } from './inputs.ts';
import { eventView } from './views.ts';

const eventsQuery = z.strictObject({ limit: limitInput(1000, 100), account: accountInput });
const eventList = z
  .object({
    success: z.literal(true),
    events: z.array(eventView).describe('Newest last'),
  })
  .meta({ id: 'EventList' });

export function eventRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/events',
    {
      schema: {
        summary: 'What happened, each in one plain sentence',
        tags: ['Records'],
        querystring: eventsQuery,
        response: { 200: eventList },
      },
    },
    (request) => {
      const account = anyAccount(room, request.query.account);
      return { success: true as const, events: room.events(account, request.query.limit) };
    },
  );
}
