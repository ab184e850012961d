import * as z from 'zod';
import { oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import { accountInput, limitInput, symbolInput, timeframeInput } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';
import { candlesView } from './views.ts';

const candlesQuery = z.strictObject({
  symbol: symbolInput,
  timeframe: timeframeInput,
  limit: limitInput(10_000, 500),
  account: accountInput,
});
const candlesAnswer = candlesView
  .extend({ success: z.literal(true) })
  .meta({ id: 'CandlesAnswer' });

export function candleRoute(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/candles',
    {
      schema: {
        summary: 'Bars of a symbol, with the structures and trades in them',
        tags: ['Market'],
        querystring: candlesQuery,
        response: { 200: candlesAnswer },
      },
    },
    (request) => {
      const { symbol, limit } = request.query;
      const account = oneAccount(room, request.query.account);
      const timeframe = request.query.timeframe ?? ownTimeframe(room, account, symbol);
      if (timeframe === undefined) throw noSeries(account, symbol, timeframe);
      const candles = room.candles(account, symbol, timeframe, limit);
      if (candles === undefined) throw noSeries(account, symbol, timeframe);
      return { success: true as const, ...candles };
    },
  );
}

function ownTimeframe(room: ControlRoom, account: string, symbol: string): string | undefined {
  const view = room.accounts().find((candidate) => candidate.account === account);
  return view?.symbols.find((candidate) => candidate.symbol === symbol)?.timeframe;
}

function noSeries(account: string, symbol: string, timeframe: string | undefined): Refusal {
  const what = timeframe === undefined ? symbol : `${symbol} ${timeframe}`;
  const detail =
    `Account ${account} has no bars of ${what}: it has no agent for the symbol, ` +
    'or no bar of that timeframe has closed yet.';
  return new Refusal(404, 'no-such-series', detail, { members: { account, symbol } });
}
