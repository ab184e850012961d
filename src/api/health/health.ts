import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { ControlRoom } from '../control-room.ts';
import type { AccountStanding } from '../standing.ts';

const health = z
  .object({
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    mt5_connected: z.boolean(),
    active_agents: z.number(),
  })
  .meta({ id: 'Health' });

/** For monitors, without a token: so it says little. */
export function healthRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/health',
    {
      config: { isPublic: true },
      schema: {
        summary: 'Is it well? For monitors, without a token',
        tags: ['Program'],
        response: { 200: health, 503: health },
      },
    },
    (_request, reply) => {
      const accounts = room.standings();
      const status = statusOf(accounts);
      void reply.code(status === 'unhealthy' ? 503 : 200);
      return {
        status,
        mt5_connected: isTerminalConnected(accounts),
        active_agents: accounts.reduce((sum, one) => sum + one.activeAgents, 0),
      };
    },
  );
}

function statusOf(accounts: readonly AccountStanding[]): z.infer<typeof health>['status'] {
  const failed = accounts.filter((account) => account.state === 'failed').length;
  if (failed > 0) return failed === accounts.length ? 'unhealthy' : 'degraded';
  const isCutOff = accounts.some(({ state, isLinked }) => state === 'running' && !isLinked);
  return isCutOff ? 'degraded' : 'healthy';
}

/** A simulated or paper account is no terminal; with several terminals, one away is not connected. */
function isTerminalConnected(accounts: readonly AccountStanding[]): boolean {
  const live = accounts.filter(({ mode }) => mode === 'demo' || mode === 'real');
  return live.length > 0 && live.every(({ isLinked }) => isLinked);
}
