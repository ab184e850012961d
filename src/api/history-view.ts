import * as z from 'zod';
import { money, utcMs } from './units.ts';
import { equityPoint } from './views.ts';

/** Shapes of what an account has done: orders, deals, closed trades, equity, facts. */

const side = z.enum(['buy', 'sell']);

export const orderView = z
  .object({
    account: z.string(),
    number: z.number().describe('Never used twice'),
    intendedAt: utcMs.describe('On the disk since then; sent after that'),
    kind: z.enum(['market', 'limit', 'close', 'cancel', 'tighten']),
    opening: z
      .object({
        symbol: z.string(),
        side,
        lots: z.number(),
        price: z.number(),
        stopLoss: z.number(),
        takeProfit: z.number(),
        risk: money,
        signalId: z.string(),
      })
      .optional()
      .describe('Of an order that opens'),
    about: z
      .object({ target: z.string(), why: z.string() })
      .optional()
      .describe('Of a request that reduces risk: the position or order it is about'),
    state: z.enum(['intended', 'working', 'filled', 'rejected', 'cancelled', 'unknown', 'absent']),
    since: utcMs.describe('In this state since then'),
    retcode: z.number().optional().describe("The broker's TRADE_RETCODE"),
    detail: z.string(),
    ticket: z.string().optional().describe("The broker's number of the order"),
  })
  .meta({ id: 'Order' });
export type OrderView = z.infer<typeof orderView>;

export const dealView = z
  .object({
    account: z.string(),
    ticket: z.string(),
    order: z.string(),
    position: z.string(),
    magic: z.number(),
    symbol: z.string(),
    side,
    entry: z.enum(['in', 'out']),
    lots: z.number(),
    price: z.number(),
    time: utcMs,
    reason: z.string().describe('client, stop-loss, take-profit, stop-out or expert'),
    profit: money,
    commission: money,
    swap: money,
    comment: z.string(),
  })
  .meta({ id: 'Deal' });
export type DealView = z.infer<typeof dealView>;

export const closedTradeView = z
  .object({
    account: z.string(),
    position: z.string(),
    symbol: z.string(),
    side,
    lots: z.number(),
    openedAt: utcMs,
    openPrice: z.number(),
    closedAt: utcMs,
    closePrice: z.number(),
    stopLoss: z.number(),
    takeProfit: z.number(),
    risk: money.describe('At risk when it was sized; 0 for a position that is not ours'),
    gross: money,
    commission: money,
    swap: money,
    net: money,
    r: z.number().describe('Net as a multiple of the risk'),
    mae: money.nullable().describe('Lowest profit it showed; null unless watched from its opening'),
    mfe: money
      .nullable()
      .describe('Highest profit it showed; null unless watched from its opening'),
    exit: z.string(),
    signalId: z.string(),
    confidence: z.number().describe('Quality in 0..1; not a chance of winning'),
  })
  .meta({ id: 'ClosedTrade' });
export type ClosedTradeView = z.infer<typeof closedTradeView>;

export const equityHistoryView = z
  .object({
    account: z.string(),
    currency: z.string(),
    points: z.array(equityPoint).describe('Oldest first; one in five minutes at most'),
  })
  .meta({ id: 'EquityHistory' });
export type EquityHistoryView = z.infer<typeof equityHistoryView>;

export const factView = z
  .object({
    account: z.string(),
    seq: z.number().describe('1, 2, 3 … without a hole'),
    time: utcMs,
    body: z.looseObject({ kind: z.string() }).describe('As it stands in the journal'),
  })
  .meta({ id: 'Fact' });
export type FactView = z.infer<typeof factView>;
