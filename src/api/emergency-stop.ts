import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { everyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { callerOf, timeoutWords } from './control/command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery, noBody } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';

const outcome = z.object({
  account: z.string(),
  outcome: z.enum(['done', 'refused', 'not-confirmed', 'failed']),
  message: z.string(),
});
type Outcome = z.infer<typeof outcome>;

const stopped = z
  .object({
    success: z.literal(true),
    message: z.string(),
    accounts: z.array(outcome),
  })
  .meta({ id: 'EmergencyStopDone' });

/** Close all positions and stop all agents: of one account when named, else of every account. */
export function emergencyStopRoute(server: ApiServer, room: ControlRoom): void {
  server.post(
    '/api/emergency-stop',
    {
      config: { rateLimit: false },
      schema: {
        summary: 'Close all positions and stop all agents, at once',
        tags: ['Trading'],
        querystring: accountQuery,
        body: noBody,
        response: { 200: stopped },
      },
    },
    (request) => stopAll(room, everyAccount(room, request.query.account), request),
  );
}

/** All at once: an account that does not answer must not keep the others waiting. */
async function stopAll(
  room: ControlRoom,
  names: readonly string[],
  request: FastifyRequest,
): Promise<z.infer<typeof stopped>> {
  const accounts = await Promise.all(names.map((name) => stopAccount(room, name, request)));
  const message = accounts.map((one) => `${one.account}: ${one.message}`).join('; ');
  if (accounts.every((one) => one.outcome === 'done')) return { success: true, message, accounts };
  throw notAllStopped(accounts, message);
}

async function stopAccount(
  room: ControlRoom,
  account: string,
  request: FastifyRequest,
): Promise<Outcome> {
  try {
    const answer = await room.command(account, { type: 'emergency-stop' }, callerOf(request));
    if (answer === 'timeout') {
      return { account, outcome: 'not-confirmed', message: timeoutWords(room, account) };
    }
    return { account, outcome: answer.ok ? 'done' : 'refused', message: answer.message };
  } catch (error) {
    request.log.error({ err: error, account }, 'emergency stop failed');
    const message = 'The command could not be handed in; close its positions at the broker.';
    return { account, outcome: 'failed', message };
  }
}

function notAllStopped(accounts: readonly Outcome[], message: string): Refusal {
  const has = (wanted: Outcome['outcome']) => accounts.some((one) => one.outcome === wanted);
  const members = { accounts };
  const words = `NOT every account confirmed the emergency stop. ${message}`;
  if (has('not-confirmed')) return new Refusal(504, 'not-confirmed', words, { members });
  return new Refusal(has('failed') ? 500 : 409, has('failed') ? 'failed' : 'refused', words, {
    members,
  });
}
