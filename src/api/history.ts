import * as z from 'zod';
import { anyAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import type { ControlRoom } from './control-room.ts';
import {
  closedTradeView,
  dealView,
  equityHistoryView,
  factView,
  orderView,
} from './history-view.ts';
import { accountInput, limitInput, numberInput, symbolInput } from './inputs.ts';

const success = z.literal(true);
const orderList = z
  .object({ success, orders: z.array(orderView).describe('Newest first') })
  .meta({ id: 'OrderList' });
const dealList = z
  .object({ success, deals: z.array(dealView).describe('Newest first') })
  .meta({ id: 'DealList' });
const tradeList = z
  .object({ success, trades: z.array(closedTradeView).describe('Newest first') })
  .meta({ id: 'TradeList' });
const equityList = z
  .object({ success, accounts: z.array(equityHistoryView) })
  .meta({ id: 'EquityList' });
const factList = z
  .object({ success, facts: z.array(factView).describe('Newest last') })
  .meta({ id: 'FactList' });

const listQuery = z.strictObject({
  limit: limitInput(1000, 100),
  symbol: symbolInput.optional(),
  account: accountInput,
});
const equityQuery = z.strictObject({ limit: limitInput(5000, 1000), account: accountInput });
const factQuery = z.strictObject({
  limit: limitInput(1000, 100),
  after: numberInput('Facts after the one of this number alone').optional(),
  account: accountInput,
});

/** What the accounts have done; the newest of it is kept at hand, and all of it in the journal. */
export function historyRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/orders',
    {
      schema: {
        summary: 'Orders and other requests to the broker, each with where it stands',
        tags: ['Trading'],
        querystring: listQuery,
        response: { 200: orderList },
      },
    },
    ({ query: { account, limit, symbol } }) => {
      const orders = room.orders(anyAccount(room, account));
      const mine = orders.filter(({ opening }) => !symbol || opening?.symbol === symbol);
      return { success: true as const, orders: newest(mine, limit) };
    },
  );

  server.get(
    '/api/deals',
    {
      schema: {
        summary: 'Changes of volume at the broker, as its books record them',
        tags: ['Trading'],
        querystring: listQuery,
        response: { 200: dealList },
      },
    },
    ({ query: { account, limit, symbol } }) => {
      const deals = room.deals(anyAccount(room, account));
      const mine = deals.filter((deal) => !symbol || deal.symbol === symbol);
      return { success: true as const, deals: newest(mine, limit) };
    },
  );

  server.get(
    '/api/trades',
    {
      schema: {
        summary: 'Closed positions: one row each, with R, excursions and costs',
        tags: ['Trading'],
        querystring: listQuery,
        response: { 200: tradeList },
      },
    },
    ({ query: { account, limit, symbol } }) => {
      const trades = room.trades(anyAccount(room, account));
      const mine = trades.filter((trade) => !symbol || trade.symbol === symbol);
      return { success: true as const, trades: newest(mine, limit) };
    },
  );
  recordRoutes(server, room);
}

function recordRoutes(server: ApiServer, room: ControlRoom): void {
  server.get(
    '/api/equity',
    {
      schema: {
        summary: 'Equity and balance through time',
        tags: ['Accounts'],
        querystring: equityQuery,
        response: { 200: equityList },
      },
    },
    ({ query: { account, limit } }) => ({
      success: true as const,
      accounts: room.equity(anyAccount(room, account), limit),
    }),
  );

  server.get(
    '/api/journal',
    {
      schema: {
        summary: 'The newest facts of the journal, as they were written',
        tags: ['Records'],
        querystring: factQuery,
        response: { 200: factList },
      },
    },
    ({ query: { account, limit, after = 0 } }) => {
      const facts = room.facts(anyAccount(room, account)).filter(({ seq }) => seq > after);
      // From a number on, what follows it is wanted first; else the newest.
      const chosen = after > 0 ? facts.slice(0, limit) : facts.slice(-limit);
      return { success: true as const, facts: chosen };
    },
  );
}

function newest<Item>(items: readonly Item[], limit: number): Item[] {
  return items.slice(-limit).toReversed();
}
