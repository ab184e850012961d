import { z } from 'zod';
import {
  count,
  enumName,
  flag,
  hex64,
  id,
  int,
  lots,
  mono,
  num,
  offset,
  price,
  serverMs,
  serverS,
  text,
} from './fields.ts';
import {
  accountFields,
  accountRow,
  barRow,
  calendarRow,
  dealRow,
  intentRow,
  orderRow,
  positionRow,
  tickRow,
  tradeMode,
  tradeState,
} from './rows.ts';
import { specificationFields } from './specification.ts';

const hello = z.object({
  proto: int,
  ea: text,
  build: int,
  run: z.string().regex(/^[0-9a-f]{16}$/, 'not 16 hex digits'),
  nonce: hex64,
  login: id,
  server: text,
  company: text,
  name: text,
  currency: text,
  trade_mode: tradeMode,
  margin_mode: z.enum(['netting', 'exchange', 'hedging']),
  leverage: int,
  so_mode: z.enum(['percent', 'money']),
  so_call: num,
  so_so: num,
  digits: count,
  off: offset,
  mono,
  connected: flag,
  trade_terminal: flag,
  trade_ea: flag,
  trade_server: flag,
  trade_account: flag,
  limit_symbols: text,
  limit_lots: num,
  limit_positions: num,
  limit_day_pct: num,
  limit_silence_s: num,
});

const auth = z.object({ mac: hex64 });
const bye = z.object({ code: text, why: text });
const err = z.object({ code: text, why: text });

const heartbeat = z.object({
  seq: int,
  mono,
  ms: serverMs,
  off: offset,
  connected: flag,
  trade_terminal: flag,
  trade_ea: flag,
  trade_server: flag,
  trade_account: flag,
  ping_us: num,
  queue: num,
  state: z.enum(['ready', 'syncing', 'killed', 'limit', 'blocked']),
  why: text,
  opening: flag,
});

const ticks = z.object({ seq: int, symbol: text, gap: flag, rows: z.array(tickRow) });
const bars = z.object({ seq: int, symbol: text, tf: text, gap: flag, rows: z.array(barRow) });

const transaction = z.object({
  seq: int,
  type: enumName,
  deal: id,
  order: id,
  position: id,
  position_by: id,
  symbol: text,
  order_type: enumName,
  order_state: enumName,
  deal_type: enumName,
  price,
  price_trigger: price,
  sl: price,
  tp: price,
  volume: lots,
  request_id: int.optional(),
  magic: id.optional(),
  retcode: int.optional(),
  deal_row: dealRow.optional(),
  order_row: orderRow.optional(),
  pos_row: positionRow.optional(),
});

const intent = z.object({
  seq: int,
  magic: id,
  state: tradeState,
  retcode: int,
  order: id,
  deal: id,
  position: id,
  volume: lots,
  price,
  why: text,
});

const account = z.object({ seq: int, ...accountFields });
const specification = z.object({ seq: int, ...specificationFields });
const offsetChange = z.object({ seq: int, off: offset });
const log = z.object({ seq: int, level: z.enum(['info', 'warn', 'error']), text });
/** Said before the terminal is asked for what it may have to fetch: nothing comes until it has. */
const busy = z.object({ seq: int, ms: int.min(0).max(120_000), why: text });
const calendar = z.object({ seq: int, rows: z.array(calendarRow) });

/** What the first part of a snapshot says of the whole. */
const snapshotHead = z.object({
  account: accountRow,
  mono,
  ms: serverMs,
  off: offset,
  hist_from: serverS,
  max_number: count,
  mark: count,
});

const snapshot = z
  .object({
    seq: int,
    id: int.optional(),
    part: count,
    last: flag,
    ...snapshotHead.partial().shape,
    positions: z.array(positionRow).optional(),
    orders: z.array(orderRow).optional(),
    deals: z.array(dealRow).optional(),
    intents: z.array(intentRow).optional(),
  })
  .refine((part) => part.part > 0 || snapshotHead.safeParse(part).success, {
    error: 'the first part lacks what is said of the whole',
    path: ['part'],
  });

/** The frame of an answer; what else is in it, its request knows. */
const answer = z.looseObject({
  id: int.min(1),
  ok: flag,
  code: text.optional(),
  why: text.optional(),
  part: count.optional(),
  last: flag.optional(),
});

/** Pushes, which have a number of their own. */
const PUSHES = {
  hb: heartbeat,
  ticks,
  bars,
  tx: transaction,
  intent,
  acct: account,
  spec: specification,
  off: offsetChange,
  log,
  cal: calendar,
  busy,
  snap: snapshot,
} as const;

const OTHERS = { hello, auth, bye, err, res: answer } as const;

export const SCHEMAS = { ...PUSHES, ...OTHERS } as const;
export type MessageType = keyof typeof SCHEMAS;

type Typed<Schemas extends Readonly<Record<string, z.ZodType>>> = {
  readonly [Type in keyof Schemas & string]: { readonly t: Type } & z.output<Schemas[Type]>;
}[keyof Schemas & string];

/** A message of the EA whose every field is as the protocol says. */
export type Incoming = Typed<typeof SCHEMAS>;
export type Push = Typed<typeof PUSHES>;
export type Hello = Extract<Incoming, { t: 'hello' }>;
export type Answer = Extract<Incoming, { t: 'res' }>;
export type SnapshotPart = Extract<Incoming, { t: 'snap' }>;
export type Heartbeat = Extract<Incoming, { t: 'hb' }>;
export type Transaction = Extract<Incoming, { t: 'tx' }>;
export type IntentNews = Extract<Incoming, { t: 'intent' }>;

export function isPush(message: Incoming): message is Push {
  return Object.hasOwn(PUSHES, message.t);
}
