import type { OrderResult } from '../../../execution/broker-port.ts';
import {
  orderNumberOf,
  type Magic,
  type OrderNumber,
  type Ticket,
} from '../../../execution/order.ts';
import type { Side } from '../../../market/quote.ts';
import type { Lots, Points, SymbolName, UtcMs } from '../../../market/units.ts';
import { retcodeName } from '../../retcodes.ts';
import type { RawMessage } from '../frame-codec.ts';
import type { TradeRequest } from '../outcome.ts';
import { OFFSET_MS } from './test-rows.ts';

/** A trade request as it came over the wire, for the broker behind a test terminal. */
export function requestOf(message: RawMessage, magic: Magic, namespace: number): TradeRequest {
  const number = orderNumberOf(namespace, magic) as OrderNumber;
  const numbered = { number, magic };
  const position = message.position as Ticket;
  const lots = message.volume as Lots;
  const levels = { stopLoss: Number(message.sl), takeProfit: Number(message.tp) };
  const exp = Number(message.exp ?? 0);
  const expires = exp > 0 ? { expiresAt: (exp * 1000 - OFFSET_MS) as UtcMs } : {};
  const limit = message.limit_price ? { limitPrice: Number(message.limit_price) } : {};
  switch (message.t) {
    case 'close':
      return { type: 'close', ...numbered, position, lots };
    case 'close_by':
      return { type: 'close-by', ...numbered, position, by: message.by as Ticket };
    case 'cancel':
      return { type: 'cancel', ...numbered, order: message.order as Ticket };
    case 'modify':
      return { type: 'modify', ...numbered, position, ...levels };
    case 'modify_order': {
      const order = message.order as Ticket;
      return {
        type: 'modify-order',
        ...numbered,
        order,
        price: Number(message.price),
        ...limit,
        ...levels,
        ...expires,
      };
    }
    default:
      return {
        type: 'open',
        ...numbered,
        symbol: message.symbol as SymbolName,
        side: message.side as Side,
        kind: message.kind === 'stop_limit' ? 'stop-limit' : (message.kind as 'market'),
        lots,
        price: Number(message.price),
        ...limit,
        ...levels,
        ...expires,
        deviation: Number(message.deviation) as Points,
        comment: String(message.comment),
      };
  }
}

/** The answer to a trade request; without a result it is one that only the books can tell. */
export function tradeAnswer(
  { magic }: RawMessage,
  state: string,
  result: OrderResult | undefined,
): object {
  const retcode = result?.retcode ?? 0;
  return {
    magic: String(magic),
    state,
    dup: false,
    retcode,
    retcode_name: retcodeName(retcode),
    retcode_external: 0,
    mql_error: 0,
    order: result?.order ?? '0',
    deal: '0',
    position: '0',
    volume: 0,
    price: 0,
    bid: 0,
    ask: 0,
    filling: 'ORDER_FILLING_IOC',
    comment: result?.detail ?? '',
  };
}

/** A transaction in which only these fields say something. */
export function transactionOf(type: string, fields: object): object {
  return {
    type: `TRADE_TRANSACTION_${type}`,
    deal: '0',
    order: '0',
    position: '0',
    position_by: '0',
    symbol: '',
    order_type: 'ORDER_TYPE_BUY',
    order_state: 'ORDER_STATE_STARTED',
    deal_type: 'DEAL_TYPE_BUY',
    price: 0,
    price_trigger: 0,
    sl: 0,
    tp: 0,
    volume: 0,
    ...fields,
  };
}
