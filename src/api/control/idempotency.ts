import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import type { ControlStore, KeptAnswer } from './control-store.ts';
import { Refusal } from '../documents/refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key this request has taken and whose answer is to be kept. */
    claimedKey: string | undefined;
  }
}

const HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * A call that changes something may carry `Idempotency-Key`: sent again with the same key it is not
 * carried out again, and the first answer is given. Keys outlive a restart; a call whose answer a
 * crash swallowed is never carried out a second time, for it may have been the first.
 */
export function addIdempotency(server: ApiServer, store: ControlStore): void {
  server.decorateRequest('claimedKey', undefined);
  // After validation: a request that could not be understood uses up no key.
  server.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    const known = store.claim(key, fingerprintOf(request), Date.now());
    if (known === undefined) {
      request.claimedKey = key;
      return;
    }
    replay(known, request, reply);
    return reply;
  });
  server.addHook('onSend', async (request, reply, payload) => {
    if (request.claimedKey === undefined || typeof payload !== 'string') return;
    try {
      store.keep(request.claimedKey, reply.statusCode, payload);
    } catch (error) {
      request.log.error({ err: error }, 'the answer to an idempotency key could not be kept');
    }
  });
}

/** Keys of one caller are nothing to another. */
function keyOf(request: FastifyRequest): string | undefined {
  const given = request.headers[HEADER];
  if (given === undefined || request.method === 'GET' || request.method === 'HEAD')
    return undefined;
  if (request.grant === undefined) return undefined;
  if (typeof given === 'string' && KEY.test(given)) return `${request.grant.id} ${given}`;
  const detail = 'An Idempotency-Key has 1 to 200 printable characters without spaces.';
  throw new Refusal(400, 'bad-request', detail);
}

function fingerprintOf({ method, url, body }: FastifyRequest): string {
  const whole = JSON.stringify([method, url, body ?? null]);
  return createHash('sha256').update(whole).digest('base64url');
}

function replay(known: KeptAnswer, request: FastifyRequest, reply: FastifyReply): void {
  if (known.fingerprint !== fingerprintOf(request)) {
    const detail =
      'This Idempotency-Key was used for another call: each call needs a key of its own.';
    throw new Refusal(422, 'key-reused', detail);
  }
  if (known.status === null || known.body === null) {
    const detail =
      'The first call with this Idempotency-Key has not been answered. It may still be carried ' +
      'out, or have been: look at agents and positions.';
    throw new Refusal(409, 'not-confirmed', detail);
  }
  const isProblem = known.status >= 400;
  void reply
    .code(known.status)
    .header('idempotency-replayed', 'true')
    .type(isProblem ? 'application/problem+json' : 'application/json; charset=utf-8')
    .send(known.body);
}
