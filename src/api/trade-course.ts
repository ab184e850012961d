import * as z from 'zod';
import { oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountQuery, positionParams } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';
import { bar } from './views.ts';

export const tradeCourseView = z.object({
  account: z.string(),
  position: z.string(),
  timeframe: z.string().nullable().describe('Null where the bars of that time are no longer kept'),
  bars: z.array(bar).describe('From before the entry until after the exit; empty without any'),
});
export type TradeCourseView = z.infer<typeof tradeCourseView>;

const courseAnswer = tradeCourseView
  .extend({ success: z.literal(true) })
  .meta({ id: 'TradeCourseAnswer' });

/** How the price went while a closed trade was open. */
export function tradeCourseRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/trades/:position/course',
    {
      schema: {
        summary: 'The bars around a closed trade, in a timeframe that suits its length',
        tags: ['Trading'],
        params: positionParams,
        querystring: accountQuery,
        response: { 200: courseAnswer },
      },
    },
    (request) => {
      const account = oneAccount(room, request.query.account);
      const { position } = request.params;
      const course = room.tradeCourse(account, position);
      if (course) return { success: true as const, ...course };
      const detail =
        `Account ${account} has no closed trade of position ${position} among its newest 1000; ` +
        'see /api/trades.';
      throw new Refusal(404, 'no-such-trade', detail, { members: { account } });
    },
  );
}
