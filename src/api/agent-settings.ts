import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Command } from '../agents/command.ts';
import { oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { carryOut } from './control/command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery, symbolParams } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';
import { utcMs } from './units.ts';

const settingView = z.object({
  value: z.number().describe('In force'),
  configured: z.number().describe('What the configuration says'),
  set_by: z.enum(['yaml', 'person']),
  by: z.string().nullable().describe('Who set it'),
  at: utcMs.nullable().describe('When it was set'),
});

export const agentSettingsView = z
  .object({
    account: z.string(),
    symbol: z.string(),
    settings: z.object({
      confidence_threshold: settingView,
      risk_per_trade_pct: settingView,
    }),
  })
  .meta({ id: 'AgentSettings' });
export type AgentSettingsView = z.infer<typeof agentSettingsView>;

const settingsAnswer = agentSettingsView
  .extend({ success: z.literal(true), message: z.string().optional() })
  .meta({ id: 'AgentSettingsAnswer' });

const settingsBody = z
  .strictObject(
    {
      confidence_threshold: z
        .number({ error: 'a number from 0 to 1, or null' })
        .min(0)
        .max(1)
        .nullable()
        .optional()
        .describe('Not below the configured one; null goes back to it'),
      risk_per_trade_pct: z
        .number({ error: 'a number above 0, or null' })
        .gt(0)
        .max(100)
        .nullable()
        .optional()
        .describe('Not above the configured one; null goes back to it'),
    },
    { error: 'expects confidence_threshold, risk_per_trade_pct, or both' },
  )
  .refine((body) => Object.keys(body).length > 0, { error: 'name at least one setting' });

/** What a person has set for one agent: only ever stricter than the configuration. */
export function agentSettingsRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/agents/:symbol/settings',
    {
      schema: {
        summary: "An agent's settings, each with who set it",
        tags: ['Agents'],
        params: symbolParams,
        querystring: accountQuery,
        response: { 200: settingsAnswer },
      },
    },
    (request) => {
      const account = oneAccount(room, request.query.account);
      return { success: true as const, ...settingsOf(room, account, request.params.symbol) };
    },
  );

  server.patch(
    '/api/agents/:symbol/settings',
    {
      schema: {
        summary: "Make an agent's settings stricter, or put them back",
        tags: ['Agents'],
        params: symbolParams,
        querystring: accountQuery,
        body: settingsBody,
        response: { 200: settingsAnswer },
      },
    },
    (request) => {
      const account = oneAccount(room, request.query.account);
      const { symbol } = request.params;
      const command = { type: 'set-agent', symbol, change: given(request.body) } as const;
      return change(room, account, command, request);
    },
  );
}

/** The settings that a body names. */
function given({ confidence_threshold, risk_per_trade_pct }: z.infer<typeof settingsBody>) {
  return {
    ...(confidence_threshold === undefined ? {} : { confidence_threshold }),
    ...(risk_per_trade_pct === undefined ? {} : { risk_per_trade_pct }),
  };
}

async function change(
  room: ControlRoom,
  account: string,
  command: Extract<Command, { type: 'set-agent' }>,
  request: FastifyRequest,
): Promise<z.infer<typeof settingsAnswer>> {
  const { symbol } = command;
  settingsOf(room, account, symbol);
  const statuses = { 'no-such-agent': 404, refused: 409 };
  const message = await carryOut(room, account, command, request, statuses);
  return { success: true, ...settingsOf(room, account, symbol), message };
}

function settingsOf(room: ControlRoom, account: string, symbol: string): AgentSettingsView {
  const view = room.agentSettings(account, symbol);
  if (view !== undefined) return view;
  const detail = `There is no agent for ${symbol}; capitals count.`;
  throw new Refusal(404, 'no-such-agent', detail, { members: { symbol } });
}
