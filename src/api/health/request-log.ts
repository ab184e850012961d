import type { ApiServer } from '../api-server.ts';

/**
 * One line a request: the route's pattern and never the URL, its query or a header, for someone may
 * put the token there. Also keeps answers about the account out of every cache.
 */
export function addRequestLog(server: ApiServer): void {
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  server.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        caller: request.caller,
      },
      'answered',
    );
  });
}
