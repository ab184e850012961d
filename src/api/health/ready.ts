import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { ControlRoom } from '../control-room.ts';
import type { AccountStanding } from '../standing.ts';

const REASONS = ['starting', 'stopped', 'failed', 'no-link'] as const;
type Reason = (typeof REASONS)[number];

const ready = z
  .object({
    ready: z.boolean().describe('Whether every account trades now, or could'),
    reasons: z
      .array(
        z.object({
          account: z.string(),
          reason: z.enum(REASONS),
        }),
      )
      .describe('Why not'),
    warnings: z
      .array(z.enum(['disk-low']))
      .describe('What will be a reason before long: the disk of the state folder fills up'),
  })
  .meta({ id: 'Ready' });

/** For whoever waits until the program can be relied on: not while an account recovers or is cut off. */
export function readyRoute(server: ApiServer, room: ControlRoom, hasRoom: () => boolean): void {
  server.get(
    '/ready',
    {
      config: { isPublic: true },
      schema: {
        summary: 'Can it trade now? For monitors, without a token',
        tags: ['Program'],
        response: { 200: ready, 503: ready },
      },
    },
    (_request, reply) => {
      const reasons = room.standings().flatMap((account) => {
        const reason = reasonOf(account);
        return reason === undefined ? [] : [{ account: account.account, reason }];
      });
      void reply.code(reasons.length === 0 ? 200 : 503);
      const warnings = hasRoom() ? [] : ['disk-low' as const];
      return { ready: reasons.length === 0, reasons, warnings };
    },
  );
}

function reasonOf({ state, isLinked }: AccountStanding): Reason | undefined {
  if (state !== 'running') return state;
  return isLinked ? undefined : 'no-link';
}
