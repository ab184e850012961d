import * as z from 'zod';
import { money, utcMs } from './units.ts';

/** Shapes of the API's answers; the page's types and the OpenAPI document come from these. */

export const agentView = z
  .object({
    account: z.string(),
    symbol: z.string(),
    state: z.enum(['READY', 'RUNNING', 'DEGRADED', 'QUARANTINED', 'STOPPED']),
    why: z.string().describe('Why the agent is in this state'),
    createdAt: utcMs,
    barsSeen: z.number().describe('Closed bars of its timeframe it has read since the start'),
    lastBarAt: utcMs.nullable(),
    lastDecision: z
      .object({
        time: utcMs,
        side: z.enum(['buy', 'sell']),
        confidence: z.number().describe('Quality in 0..1; not a chance of winning'),
        taken: z.boolean(),
        reason: z.string(),
        detail: z.string(),
      })
      .nullable(),
    openPositions: z.number(),
  })
  .meta({ id: 'Agent' });
export type AgentView = z.infer<typeof agentView>;

export const positionView = z
  .object({
    account: z.string(),
    ticket: z.string(),
    symbol: z.string(),
    type: z.enum(['buy', 'sell']),
    volume: z.number().describe('Lots'),
    price_open: z.number(),
    price_current: z.number().nullable(),
    sl: z.number(),
    tp: z.number(),
    profit: money.nullable(),
    r: z.number().nullable().describe('Profit as a multiple of the risk taken'),
    opened_at: utcMs,
    magic: z.number(),
    comment: z.string(),
    ours: z.boolean().describe('Opened by this program (by magic)'),
  })
  .meta({ id: 'Position' });
export type PositionView = z.infer<typeof positionView>;

export const breakerView = z
  .object({
    state: z.enum(['armed', 'warned', 'tripped']),
    day: z.string().describe("Calendar date on the breaker's clock"),
    baseline: money.describe("Equity at the day's start"),
    limit: money.describe('Equity at or below which trading stops'),
    distance: money.describe('What can still be lost today'),
    daily_drawdown_pct: z.number(),
    endsAt: utcMs.describe("End of the account's day"),
  })
  .meta({ id: 'Breaker' });

export const accountView = z
  .object({
    account: z.string(),
    mode: z.enum(['simulated', 'paper', 'demo', 'real']),
    state: z.enum(['starting', 'running', 'stopped', 'failed']),
    detail: z.string().describe('What it is doing, or why it failed and what to do'),
    currency: z.string().describe('SIM in simulated mode: never a real currency'),
    balance: money,
    equity: money,
    openProfit: money,
    margin: money,
    breaker: breakerView.nullable(),
    link: z.object({ up: z.boolean(), detail: z.string() }),
    emergency: z
      .enum(['none', 'begun', 'done'])
      .describe(
        'An emergency stop: begun until nothing is left in the books, then done until an agent is started again',
      ),
    flattening: z.boolean().describe('What this program opened is being closed on request'),
    marketOpen: z.boolean(),
    serverTime: utcMs.describe("The account's own clock: simulated in simulated mode"),
    serverClock: z.string().describe("Clock rule of the broker's server"),
    speed: z.number().nullable().describe('Time-lapse factor of a simulated market'),
    threshold: z.number().describe('Signals above this confidence are executed'),
    evidence: z
      .object({
        state: z.enum(['passed', 'failed', 'none']).describe('The last gate of this configuration'),
        waived: z.boolean().describe('trade_without_evidence: true'),
        says: z.string(),
      })
      .nullable()
      .describe('Of a real account: whether this very configuration has earned real money'),
    symbols: z.array(z.object({ symbol: z.string(), digits: z.number(), timeframe: z.string() })),
    lastSeq: z.number(),
  })
  .meta({ id: 'Account' });
export type AccountView = z.infer<typeof accountView>;

export const structureView = z
  .object({
    id: z.number(),
    kind: z.string(),
    direction: z.enum(['bullish', 'bearish']),
    time: utcMs.describe('Opening time of the bar it speaks of'),
    confirmedTime: utcMs.describe('When it became known: the confirming bar closed'),
    level: z.number().optional(),
    top: z.number().optional(),
    bottom: z.number().optional(),
    ref: z.number().optional(),
    scope: z.string().optional(),
  })
  .meta({ id: 'Structure' });
export type StructureView = z.infer<typeof structureView>;

export const tradeView = z
  .object({
    account: z.string(),
    symbol: z.string(),
    position: z.string(),
    side: z.enum(['buy', 'sell']),
    lots: z.number(),
    openedAt: utcMs,
    openPrice: z.number(),
    closedAt: utcMs.nullable(),
    closePrice: z.number().nullable(),
    stopLoss: z.number(),
    takeProfit: z.number(),
    net: money.nullable(),
    r: z.number().nullable(),
    exit: z.string().nullable().describe('stop-loss, take-profit, client …'),
  })
  .meta({ id: 'Trade' });
export type TradeView = z.infer<typeof tradeView>;

export const bar = z
  .tuple([utcMs, z.number(), z.number(), z.number(), z.number(), z.number()])
  .describe('time, open, high, low, close, volume');

export const candlesView = z
  .object({
    account: z.string(),
    symbol: z.string(),
    timeframe: z.string(),
    bars: z.array(bar).describe('Closed ones, oldest first'),
    forming: bar.nullable().describe('What is known of the next bar, from finer ones that closed'),
    built_from: z
      .string()
      .nullable()
      .describe('The timeframe they were gathered from; such a timeframe has no structures'),
    structures: z.array(structureView),
    trades: z.array(tradeView),
  })
  .meta({ id: 'Candles' });
export type CandlesView = z.infer<typeof candlesView>;

export const eventView = z
  .object({
    account: z.string(),
    seq: z.number(),
    time: utcMs,
    kind: z.string(),
    symbol: z.string().nullable(),
    text: z.string().describe('The fact in one plain sentence'),
    level: z.enum(['info', 'good', 'warning', 'danger']),
  })
  .meta({ id: 'Event' });
export type EventView = z.infer<typeof eventView>;

export const equityPoint = z.tuple([utcMs, money, money]).describe('time, equity, balance');

/** What a page is told first on the stream, and again after every reconnect. */
export const snapshotView = z
  .object({
    version: z.string(),
    accounts: z.array(accountView),
    agents: z.array(agentView),
    positions: z.array(positionView),
    events: z.array(eventView).describe('Newest last'),
    equity: z.record(z.string(), z.array(equityPoint)),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotView = z.infer<typeof snapshotView>;

const series = { account: z.string(), symbol: z.string(), timeframe: z.string() };

/**
 * Messages of `GET /api/stream` (server-sent events): the SSE event name is `type`, the data is the
 * rest. `snapshot` comes first; `accounts`, `agents` and `positions` replace what was there.
 */
export const streamMessage = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('snapshot'), snapshot: snapshotView }),
    z.object({ type: z.literal('accounts'), accounts: z.array(accountView) }),
    z.object({ type: z.literal('agents'), agents: z.array(agentView) }),
    z.object({ type: z.literal('positions'), positions: z.array(positionView) }),
    z.object({ type: z.literal('event'), event: eventView }),
    z.object({ type: z.literal('equity'), account: z.string(), point: equityPoint }),
    z.object({ type: z.literal('bar'), ...series, bar }),
    z.object({ type: z.literal('structure'), ...series, structure: structureView }),
    z.object({ type: z.literal('trade'), trade: tradeView }),
    z.object({
      type: z.literal('quote'),
      account: z.string(),
      symbol: z.string(),
      time: utcMs,
      bid: z.number(),
      ask: z.number(),
    }),
  ])
  .meta({ id: 'StreamMessage' });
export type StreamMessage = z.infer<typeof streamMessage>;
