import { z } from 'zod';
import { count, enumName, flag, int, num, price, serverMs, serverS, text } from './fields.ts';

const rate = z.tuple([num, num], z.unknown());
const session = z.tuple([count, count], z.unknown());

/** A symbol's specification as the terminal reports it (docs/bridge-protocol.md, section 4). */
export const specificationFields = {
  symbol: text,
  description: text,
  path: text,
  base: text,
  profit: text,
  margin: text,
  digits: count,
  point: num,
  tick_size: num,
  tick_value: num,
  tick_value_profit: num,
  tick_value_loss: num,
  contract_size: num,
  volume_min: num,
  volume_max: num,
  volume_step: num,
  volume_limit: num,
  stops_level: num,
  freeze_level: num,
  spread: num,
  spread_float: flag,
  trade_mode: enumName,
  exec_mode: enumName,
  calc_mode: enumName,
  swap_mode: enumName,
  swap_rollover3days: enumName,
  filling_flags: int,
  order_flags: int,
  expiration_flags: int,
  gtc_mode: enumName,
  swap_long: num,
  swap_short: num,
  swap_days: z.array(num).length(7),
  margin_initial: num,
  margin_maintenance: num,
  margin_hedged: num,
  /** Absent from an Expert Advisor before 1.1.0, and from MetaApi. */
  margin_hedged_use_leg: flag.optional(),
  margin_rate_buy: rate,
  margin_rate_sell: rate,
  start: serverS,
  expires: serverS,
  bid: price,
  ask: price,
  tick_ms: serverMs,
  sessions: z.array(z.array(session)).length(7),
};

export const specificationSchema = z.object(specificationFields);
export type Specification = z.output<typeof specificationSchema>;
