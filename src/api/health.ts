import * as z from 'zod';
import { isActive } from './active-agents.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import type { AccountView } from './views.ts';

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
      const accounts = room.accounts();
      const status = statusOf(accounts);
      void reply.code(status === 'unhealthy' ? 503 : 200);
      return {
        status,
        mt5_connected: isTerminalConnected(accounts),
        active_agents: room.agents().filter(isActive).length,
      };
    },
  );
}

function statusOf(accounts: readonly AccountView[]): z.infer<typeof health>['status'] {
  const failed = accounts.filter((account) => account.state === 'failed').length;
  if (failed > 0) return failed === accounts.length ? 'unhealthy' : 'degraded';
  const isCutOff = accounts.some(({ state, link }) => state === 'running' && !link.up);
  return isCutOff ? 'degraded' : 'healthy';
}

/** A simulated or paper account is no terminal; with several terminals, one away is not connected. */
function isTerminalConnected(accounts: readonly AccountView[]): boolean {
  const live = accounts.filter(({ mode }) => mode === 'demo' || mode === 'real');
  return live.length > 0 && live.every((account) => account.link.up);
}
