import { z } from 'zod';
import {
  count,
  enumName,
  flag,
  id,
  int,
  lots,
  mono,
  num,
  price,
  serverMs,
  text,
} from './fields.ts';
import { barRow, calendarRow, tradeState } from './rows.ts';

/** What an answer holds besides its frame, for each kind of request. */
export const pingAnswer = z.object({ mono, ms: serverMs });

/** `[name, description, path, base, profit, margin currency, digits, contract size, trade mode]` */
const symbolRow = z.tuple([text, text, text, text, text, text, count, num, enumName], z.unknown());

export const symbolsAnswer = z.object({ rows: z.array(symbolRow) });
/** Money of the account. */
export const calcAnswer = z.object({ value: num });
export const barsAnswer = z.object({ rows: z.array(barRow) });
export const calendarAnswer = z.object({ rows: z.array(calendarRow) });

/** What became of a trade request. */
export const tradeAnswer = z.object({
  magic: id,
  state: tradeState,
  dup: flag,
  retcode: int,
  retcode_name: text,
  retcode_external: int,
  mql_error: int,
  order: id,
  deal: id,
  position: id,
  volume: lots,
  price,
  bid: price,
  ask: price,
  filling: text,
  comment: text,
});
export type TradeAnswer = z.output<typeof tradeAnswer>;
