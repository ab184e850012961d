import { z } from 'zod';

const time = z.string().describe('ISO 8601, UTC');
const ticket = z.string();
const request = z.string().nullable().describe("id of the request, null for the server's own");
const side = z.enum(['buy', 'sell']);

const accountFields = {
  balance: z.number(),
  equity: z.number(),
  margin: z.number(),
  free_margin: z.number(),
  margin_level: z.number().nullable().describe('equity / margin in per cent; null without margin'),
};
const account = z.strictObject(accountFields);

const answer = z.strictObject({
  request: z.string(),
  action: z.enum(['open', 'modify', 'close', 'close_by', 'cancel']),
  time: time.describe('when it was made'),
  answered: time.nullable(),
  retcode: z.number().int().nullable(),
  retcode_name: z.string().nullable().describe('null when no answer came before the end'),
  detail: z.string(),
  order: ticket.nullable(),
});

const order = z.strictObject({
  ticket,
  request,
  symbol: z.string(),
  type: z.enum([
    'buy',
    'sell',
    'buy_limit',
    'sell_limit',
    'buy_stop',
    'sell_stop',
    'buy_stop_limit',
    'sell_stop_limit',
  ]),
  volume_initial: z.number(),
  volume_current: z.number().describe('not filled yet'),
  price_open: z.number().nullable().describe('of a waiting order'),
  price_stoplimit: z.number().nullable(),
  sl: z.number(),
  tp: z.number(),
  time_setup: time,
  time_done: time.nullable(),
  time_expiration: time.nullable(),
  state: z.enum(['placed', 'partial', 'filled', 'canceled', 'rejected', 'expired']),
});

const deal = z.strictObject({
  ticket,
  order: ticket,
  position: ticket,
  request,
  time,
  symbol: z.string(),
  type: side,
  entry: z.enum(['in', 'out', 'out_by']),
  reason: z.enum(['expert', 'sl', 'tp', 'so']),
  volume: z.number(),
  price: z.number(),
  profit: z.number(),
  commission: z.number(),
  swap: z.number(),
  comment: z.string(),
  balance: z.number().describe('after it'),
});

const position = z.strictObject({
  ticket,
  request,
  symbol: z.string(),
  type: side,
  volume: z.number(),
  time,
  price_open: z.number(),
  price_current: z.number().describe('at which it would be closed'),
  sl: z.number(),
  tp: z.number(),
  swap: z.number(),
  profit: z.number(),
});

const event = z.strictObject({
  time,
  event: z.enum([
    'price',
    'answer',
    'order_placed',
    'order_changed',
    'order_filled',
    'order_canceled',
    'order_expired',
    'order_rejected',
    'deal',
    'position_changed',
    'swap',
    'margin_call',
    'margin_call_ended',
    'end',
  ]),
  symbol: z.string().nullable(),
  bid: z.number().nullable(),
  ask: z.number().nullable(),
  ticket: ticket.nullable().describe('of the order, deal or position'),
  request,
  retcode: z.number().int().nullable(),
  amount: z.number().nullable().describe('of swap: what the night brought or cost'),
  ...accountFields,
});

/** What `kimi-agent simulate` writes. */
export const resultSchema = z.strictObject({
  format: z.literal('kimi-agent-simulation/1'),
  name: z.string(),
  currency: z.string(),
  account: account.describe('at the end'),
  requests: z.array(answer).describe('in the order they were made'),
  refusals: z.array(answer).describe('those of requests that were not carried out'),
  orders: z.array(order).describe('all, by ticket'),
  deals: z.array(deal).describe('all, by ticket'),
  positions: z.array(position).describe('open at the end'),
  events: z
    .array(event)
    .describe('what happened, in order, with the account after each; a price before its effects'),
});

export type SimulationResult = z.output<typeof resultSchema>;
export type SimulationEvent = SimulationResult['events'][number];
export type SimulationOrder = SimulationResult['orders'][number];
export type SimulationAnswer = SimulationResult['requests'][number];
export type SimulationDeal = SimulationResult['deals'][number];
