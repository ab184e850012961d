import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import { isThisMachine } from './hosts.ts';
import { Refusal } from '../documents/refusal.ts';

/** Requests within ten seconds that one address may send, where it is limited. */
const WITHIN_10_S = 1000;

/**
 * Limits what other machines may ask, and how often anyone may try to sign in. Monitors and programs
 * with a token on this machine are not limited, and the calls that reduce risk never are: they say so in their own `config`.
 */
export async function addRateLimits(server: ApiServer): Promise<void> {
  await server.register(rateLimit, {
    max: WITHIN_10_S,
    timeWindow: 10_000,
    allowList: (request) => isOwnProgram(request),
    errorResponseBuilder: (_request, { ttl }) =>
      new Refusal(429, 'too-many-requests', `Too many requests: wait ${seconds(ttl)} s.`),
  });
}

function isOwnProgram({ caller, ip, method }: FastifyRequest): boolean {
  return isThisMachine(ip) && (caller !== 'nobody' || method === 'GET');
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
