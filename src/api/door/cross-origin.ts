import type { ApiServer } from '../api-server.ts';
import { Refusal } from '../documents/refusal.ts';

const METHODS = 'GET, POST, PATCH, DELETE';
const HEADERS = 'authorization, content-type, idempotency-key, last-event-id';

/**
 * Lets pages of the listed sites read answers; they must bring a token, for no cookie goes along. To
 * all other sites a browser shows nothing, because nothing here says that it may.
 */
export function addCrossOrigin(server: ApiServer, origins: readonly string[]): void {
  const listed = new Set(origins);
  server.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !listed.has(origin)) return undefined;
    void reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
    if (request.method !== 'OPTIONS') return undefined;
    if (request.headers['access-control-request-method'] === undefined) {
      throw new Refusal(400, 'bad-request', 'An OPTIONS request asks which methods are allowed.');
    }
    return reply
      .code(204)
      .header('access-control-allow-methods', METHODS)
      .header('access-control-allow-headers', HEADERS)
      .header('access-control-max-age', '600')
      .send();
  });
}
