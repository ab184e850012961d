import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery } from './inputs.ts';
import { snapshotOf } from './one-account.ts';
import { accountView, snapshotView } from './views.ts';

const accountList = z
  .object({ success: z.literal(true), accounts: z.array(accountView) })
  .meta({ id: 'AccountList' });
const snapshotAnswer = snapshotView
  .extend({ success: z.literal(true) })
  .meta({ id: 'SnapshotAnswer' });

export function accountRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/accounts',
    {
      schema: {
        summary: 'Every account: mode, state, money, breaker',
        tags: ['Accounts'],
        querystring: accountQuery,
        response: { 200: accountList },
      },
    },
    (request) => {
      const only = anyAccount(room, request.query.account);
      const accounts = room.accounts();
      return {
        success: true as const,
        accounts: only === undefined ? accounts : accounts.filter((one) => one.account === only),
      };
    },
  );

  server.get(
    '/api/snapshot',
    {
      schema: {
        summary: 'All that the page shows, at once',
        tags: ['Accounts'],
        querystring: accountQuery,
        response: { 200: snapshotAnswer },
      },
    },
    (request) => {
      const only = anyAccount(room, request.query.account);
      return { success: true as const, ...snapshotOf(room.snapshot(), only) };
    },
  );
}
