import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Command } from '../agents/command.ts';
import { anyAccount, oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { carryOut, needStarted, type RefusalStatus } from './control/command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountInput, accountQuery, noBody, symbolInput, symbolParams } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';
import { isActive } from '../agents/active-agent.ts';
import { agentView } from './views.ts';

const commandDone = z
  .object({
    success: z.literal(true),
    account: z.string(),
    symbol: z.string(),
    message: z.string(),
  })
  .meta({ id: 'CommandDone' });

const swarmStatus = z
  .object({
    success: z.literal(true),
    total_agents: z.number(),
    active_agents: z.number(),
    agents: z.array(agentView),
  })
  .meta({ id: 'SwarmStatus' });

const agentStatus = z
  .object({
    success: z.literal(true),
    symbol: z.string(),
    agent: agentView.optional().describe('The agent, when only one account has one'),
    agents: z.array(agentView).describe('The agents of all accounts for the symbol'),
  })
  .meta({ id: 'AgentStatus' });

type AgentCommand = Extract<Command, { type: 'create-agent' | 'stop-agent' | 'restart-agent' }>;

const createQuery = z.strictObject({ symbol: symbolInput, account: accountInput });
const NONE_IS_404: RefusalStatus = { 'no-such-agent': 404, 'not-now': 409 };

export function agentRoutes(server: ApiServer, room: ControlRoom): void {
  server.post(
    '/api/agents/create',
    {
      schema: {
        summary: 'Start an agent for a symbol',
        tags: ['Agents'],
        querystring: createQuery,
        body: noBody,
        response: { 200: commandDone },
      },
    },
    (request) => {
      const { symbol } = request.query;
      const account = oneAccount(room, request.query.account);
      needStarted(room, account);
      return commandAgent(room, account, { type: 'create-agent', symbol }, request, {});
    },
  );

  for (const verb of ['stop', 'restart'] as const) {
    server.post(
      `/api/agents/${verb}/:symbol`,
      {
        schema: {
          summary: verb === 'stop' ? 'Stop an agent; its positions stay' : 'Restart an agent',
          tags: ['Agents'],
          params: symbolParams,
          querystring: accountQuery,
          body: noBody,
          response: { 200: commandDone },
        },
      },
      (request) => {
        const { symbol } = request.params;
        const account = oneAccount(room, request.query.account);
        if (verb === 'restart') needStarted(room, account);
        const command = { type: `${verb}-agent`, symbol } as const;
        return commandAgent(room, account, command, request, NONE_IS_404);
      },
    );
  }

  statusRoutes(server, room);
}

async function commandAgent(
  room: ControlRoom,
  account: string,
  command: AgentCommand,
  request: FastifyRequest,
  statuses: RefusalStatus,
): Promise<z.infer<typeof commandDone>> {
  const message = await carryOut(room, account, command, request, statuses);
  return { success: true, account, symbol: command.symbol, message };
}

function statusRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/agents/status',
    {
      schema: {
        summary: 'Status of the swarm',
        tags: ['Agents'],
        querystring: accountQuery,
        response: { 200: swarmStatus },
      },
    },
    (request) => {
      const agents = room.agents(anyAccount(room, request.query.account));
      return {
        success: true as const,
        total_agents: agents.length,
        active_agents: agents.filter(isActive).length,
        agents,
      };
    },
  );

  server.get(
    '/api/agents/:symbol/status',
    {
      schema: {
        summary: 'Status of one agent',
        tags: ['Agents'],
        params: symbolParams,
        querystring: accountQuery,
        response: { 200: agentStatus },
      },
    },
    (request) => {
      const { symbol } = request.params;
      const all = room.agents(anyAccount(room, request.query.account));
      const agents = all.filter((agent) => agent.symbol === symbol);
      const [agent, ...others] = agents;
      if (agent === undefined)
        throw noSuchAgent(
          symbol,
          all.map((other) => other.symbol),
        );
      const success = true as const;
      return others.length > 0 ? { success, symbol, agents } : { success, symbol, agent, agents };
    },
  );
}

function noSuchAgent(symbol: string, others: readonly string[]): Refusal {
  const known = others.length === 0 ? 'There are none yet.' : `There are: ${others.join(', ')}.`;
  const detail = `There is no agent for ${symbol}; capitals count. ${known}`;
  return new Refusal(404, 'no-such-agent', detail, { members: { symbol } });
}
