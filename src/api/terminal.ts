import * as z from 'zod';
import { oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery } from './inputs.ts';
import { terminalView } from './terminal-view.ts';

const terminalAnswer = z
  .object({ success: z.literal(true), terminal: terminalView })
  .meta({ id: 'TerminalAnswer' });

/** What `doctor` wants to know of a terminal whose port the program holds. Nothing is traded by it. */
export function terminalRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/terminal',
    {
      schema: {
        summary: "What an account's MetaTrader 5 terminal says of itself, looked at now",
        description:
          'Asks the terminal for symbols, specifications and history: seconds, no orders.',
        tags: ['Accounts'],
        querystring: accountQuery,
        response: { 200: terminalAnswer },
      },
    },
    (request) =>
      room
        .examineTerminal(oneAccount(room, request.query.account))
        .then((terminal) => ({ success: true as const, terminal })),
  );
}
