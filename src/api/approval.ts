import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { carryOut, needStarted } from './control/command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery, noBody } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';
import { waitingSignalView } from './signal-view.ts';
import { signalParams } from './why.ts';

const waitingList = z
  .object({
    success: z.literal(true),
    signals: z.array(waitingSignalView).describe('Oldest first'),
  })
  .meta({ id: 'WaitingList' });

const answered = z
  .object({
    success: z.literal(true),
    account: z.string(),
    id: z.string(),
    message: z.string(),
  })
  .meta({ id: 'SignalAnswered' });

/** Signals below the automatic threshold that wait for a person, where that is switched on. */
export function approvalRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/signals/waiting',
    {
      schema: {
        summary: 'Signals that wait for approval',
        tags: ['Signals'],
        querystring: accountQuery,
        response: { 200: waitingList },
      },
    },
    (request) => {
      const signals = room.waitingSignals(anyAccount(room, request.query.account));
      return { success: true as const, signals };
    },
  );

  for (const verb of ['approve', 'decline'] as const) {
    server.post(
      `/api/signals/:id/${verb}`,
      {
        schema: {
          summary:
            verb === 'approve'
              ? 'Take a waiting signal, if gates and risk still allow it now'
              : 'A waiting signal is not wanted',
          tags: ['Signals'],
          params: signalParams,
          querystring: z.strictObject({}),
          body: noBody,
          response: { 200: answered },
        },
      },
      async (request) => {
        const { id } = request.params;
        const waiting = room.waitingSignals().find(({ signal }) => signal.id === id);
        if (waiting === undefined) throw doesNotWait(room, id);
        const { account } = waiting;
        if (verb === 'approve') needStarted(room, account);
        const command = { type: `${verb}-signal`, signalId: id } as const;
        const statuses = { 'no-such-signal': 404, 'not-now': 409, refused: 409 };
        const message = await carryOut(room, account, command, request, statuses);
        return { success: true as const, account, id, message };
      },
    );
  }
}

function doesNotWait(room: ControlRoom, id: string): Refusal {
  const ids = room.waitingSignals().map(({ signal }) => signal.id);
  const hint = ids.length === 0 ? 'None waits now.' : `There wait: ${ids.slice(0, 5).join(', ')}.`;
  const detail = `No signal of that id waits for approval: it may have expired. ${hint}`;
  return new Refusal(404, 'no-such-signal', detail, { members: { id } });
}
