import * as z from 'zod';
import type { SignalStory } from '../agents/signal-stories.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { nearestSignals } from './nearest-signals.ts';
import { Refusal } from './documents/refusal.ts';
import { whySections, whyText } from './why-text.ts';
import { signalStoryView, whyAnswer } from './why-view.ts';

/** More than the longest id; a path with a longer one is no call. */
export const SIGNAL_ID_CHARACTERS = 200;

export const signalParams = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(SIGNAL_ID_CHARACTERS)
    .describe('The id of a signal; each / # ? % in it is percent-encoded, and : may be'),
});
const noQuery = z.strictObject({});
const signalAnswer = z
  .object({ success: z.literal(true), signal: signalStoryView })
  .meta({ id: 'SignalAnswer' });

export function whyRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/signals/:id',
    {
      schema: {
        summary: 'One signal and all that came of it',
        tags: ['Signals'],
        params: signalParams,
        querystring: noQuery,
        response: { 200: signalAnswer },
      },
    },
    (request) => ({ success: true as const, signal: storyOf(room, request.params.id) }),
  );

  server.get(
    '/api/signals/:id/why',
    {
      schema: {
        summary: 'The same in words: gates, score, risk, the order',
        tags: ['Signals'],
        params: signalParams,
        querystring: noQuery,
        response: { 200: whyAnswer },
      },
    },
    (request) => {
      const signal = storyOf(room, request.params.id);
      const { currency = '' } =
        room.accounts().find(({ account }) => account === signal.account) ?? {};
      const sections = whySections(signal, currency);
      return { success: true as const, signal, sections, text: whyText(sections) };
    },
  );
}

function storyOf(room: ControlRoom, id: string): SignalStory {
  const story = room.signalStory(id);
  if (story) return story;
  const nearest = nearestSignals(id, room.signalIds());
  const hint = nearest.length === 0 ? 'There are none yet.' : `The nearest: ${nearest.join(', ')}.`;
  const detail = `There is no signal of that id among the newest that are kept. ${hint}`;
  throw new Refusal(404, 'no-such-signal', detail, { members: { nearest } });
}
