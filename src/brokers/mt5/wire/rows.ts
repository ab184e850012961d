import { z } from 'zod';
import { enumName, id, int, lots, num, price, serverMs, serverS, text } from './fields.ts';

/** Rows of the terminal's books (docs/bridge-protocol.md, section 3). */
export const tradeMode = z.enum(['demo', 'contest', 'real']);

export const accountFields = {
  login: id,
  balance: num,
  credit: num,
  profit: num,
  equity: num,
  margin: num,
  margin_free: num,
  margin_level: num,
  trade_mode: tradeMode,
};

const accountRow = z.object(accountFields);

export const positionRow = z.object({
  id,
  ticket: id,
  magic: id,
  symbol: text,
  side: z.enum(['buy', 'sell']),
  volume: lots,
  price,
  sl: price,
  tp: price,
  price_now: price,
  profit: num,
  swap: num,
  time_ms: serverMs,
  update_ms: serverMs,
  reason: enumName,
  comment: text,
});

export const orderRow = z.object({
  ticket: id,
  position: id,
  position_by: id,
  magic: id,
  symbol: text,
  type: enumName,
  state: enumName,
  filling: enumName,
  life: enumName,
  reason: enumName,
  volume: lots,
  left: lots,
  price,
  limit_price: price,
  sl: price,
  tp: price,
  time_ms: serverMs,
  done_ms: serverMs,
  exp: serverS,
  comment: text,
});

export const dealRow = z.object({
  ticket: id,
  order: id,
  position: id,
  magic: id,
  symbol: text,
  type: enumName,
  entry: enumName,
  reason: enumName,
  volume: lots,
  price,
  sl: price,
  tp: price,
  profit: num,
  swap: num,
  commission: num,
  fee: num,
  time_ms: serverMs,
  comment: text,
});

/** Where a trade request stands in the journal of the EA. */
export const tradeState = z.enum([
  'NONE',
  'REJECTED',
  'DONE',
  'PLACED',
  'PARTIAL',
  'UNKNOWN',
  'INTENT',
  'ABSENT',
]);

export const intentRow = z.object({
  magic: id,
  what: text,
  state: tradeState,
  retcode: int,
  order: id,
  deal: id,
  position: id,
  at: serverS,
});

/** `[server ms, bid, ask, last, volume, flags]` */
export const tickRow = z.tuple([serverMs, price, price, num, num, int], z.unknown());

/** `[server s of the open, open, high, low, close, tick volume, spread in points, real volume]` */
export const barRow = z.tuple([serverS, price, price, price, price, num, num, num], z.unknown());

/** Of the economic calendar; values are null where there are none. */
export const calendarRow = z.tuple(
  [
    id.or(int), // value
    id.or(int), // event
    text, // country
    text, // currency
    text, // name
    serverS,
    enumName, // importance
    enumName, // time mode
    num.nullable(),
    num.nullable(),
    num.nullable(),
    num.nullable(),
  ],
  z.unknown(),
);

export type AccountRow = z.output<typeof accountRow>;
export type PositionRow = z.output<typeof positionRow>;
export type OrderRow = z.output<typeof orderRow>;
export type DealRow = z.output<typeof dealRow>;
export type IntentRow = z.output<typeof intentRow>;
export type TradeState = z.output<typeof tradeState>;
export { accountRow };
export type BarRow = z.output<typeof barRow>;
export type CalendarRow = z.output<typeof calendarRow>;
