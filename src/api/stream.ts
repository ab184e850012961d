import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery } from './inputs.ts';
import { Refusal } from './refusal.ts';
import { SseHub, type StreamLimits } from './sse-hub.ts';
import { streamMessage } from './views.ts';

const streamAnswer = { content: { 'text/event-stream': { schema: streamMessage } } };

/** Server-sent events: first the whole state, then every change as it happens. */
export function streamRoute(server: ApiServer, room: ControlRoom, limits: StreamLimits): void {
  const hub = new SseHub(room, limits, server.log);
  server.addHook('preClose', async () => hub.close());
  server.get(
    '/api/stream',
    // A HEAD request would be answered by a stream that never says anything.
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'Server-sent events: the whole state, then every change',
        tags: ['Records'],
        description: 'The name of each event is `type`; its data is the rest of the message.',
        querystring: accountQuery,
        response: { 200: streamAnswer },
      },
    },
    (request, reply) => {
      const account = anyAccount(room, request.query.account);
      if (hub.isFull) {
        const detail = `There are ${limits.clientsMax} streams open, as many as are allowed.`;
        throw new Refusal(503, 'too-many-streams', detail, { headers: { 'retry-after': '10' } });
      }
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) raw.setHeader(name, value);
      }
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Tells a reverse proxy not to collect the answer before passing it on.
        'x-accel-buffering': 'no',
      });
      hub.add(raw, account, request.isStillAllowed);
    },
  );
}
