import { anyAccount } from '../account-choice.ts';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import type { ControlRoom } from '../control-room.ts';
import { accountQuery } from '../inputs.ts';
import { Refusal } from '../documents/refusal.ts';
import { SseHub, type StreamLimits } from './sse-hub.ts';
import { bookmarkOf } from './stream-bookmarks.ts';
import { streamMessage } from '../views.ts';

/** A browser sends it when it connects again by itself. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const given = headers['last-event-id'];
  return typeof given === 'string' ? given : undefined;
}

/** What a follower missed is known once the journal has been read. */
function needHistory(room: ControlRoom, account: string | undefined): void {
  const starting = room
    .accounts()
    .find((one) => one.state === 'starting' && (account === undefined || one.account === account));
  if (starting === undefined) return;
  const detail = `Account ${starting.account} is starting and still reads its journal.`;
  throw new Refusal(503, 'account-not-running', detail, { headers: { 'retry-after': '2' } });
}

const streamAnswer = { content: { 'text/event-stream': { schema: streamMessage } } };

/** Server-sent events: first the whole state, then every change as it happens. */
export function streamRoute(server: ApiServer, room: ControlRoom, limits: StreamLimits): SseHub {
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
        description:
          'The name of each event is `type`; its data is the rest of the message. `event` messages ' +
          'and the snapshot carry an id: sent back as the header Last-Event-ID, the stream goes on ' +
          'after it, also after a restart of the program, while what was missed is still kept.',
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
      const after = bookmarkOf(lastEventId(request));
      if (after !== undefined) needHistory(room, account);
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
      hub.add(raw, { account, after, isStillAllowed: request.isStillAllowed });
    },
  );
  return hub;
}
