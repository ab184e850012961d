import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountInput, limitInput } from './inputs.ts';
import { signalRecordView } from './signal-view.ts';

const signalsQuery = z.strictObject({ limit: limitInput(1000, 100), account: accountInput });
const signalList = z
  .object({
    success: z.literal(true),
    signals: z.array(signalRecordView).describe('Newest first'),
  })
  .meta({ id: 'SignalList' });

export function signalRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/signals',
    {
      schema: {
        summary: 'Decided signals, newest first',
        tags: ['Signals'],
        querystring: signalsQuery,
        response: { 200: signalList },
      },
    },
    (request) => {
      const account = anyAccount(room, request.query.account);
      return { success: true as const, signals: room.signals(account, request.query.limit) };
    },
  );
}
