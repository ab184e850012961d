import type { AccountSnapshot } from '../../../src/execution/broker-port.ts';
import type { Deal, PendingOrder, Position } from '../../../src/execution/order.ts';
import type { Instrument } from '../../../src/market/instrument.ts';
import type { Quote } from '../../../src/market/quote.ts';
import type { PastOrder } from './past-orders.ts';

/** Names and values of one line for the shim: MQL5's property names, values as text. */
export type Row = Readonly<Record<string, string | number>>;

/** What all rows need to know of their terminal. */
export interface RowTerms {
  /** Server time - UTC, in milliseconds. */
  readonly offsetMs: number;
  /** A ticket as this broker numbers it: some have more than 2^32. */
  readonly ticket: (ticket: string) => string;
  readonly comment: (comment: string) => string;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

export function positionRow(
  { ticket, magic, symbol, side, lots, openPrice, openedAt, ...rest }: Position,
  { quote, profit, terms }: { quote: Quote | undefined; profit: number; terms: RowTerms },
): Row {
  const at = openedAt + terms.offsetMs;
  return {
    POSITION_TICKET: terms.ticket(ticket),
    POSITION_IDENTIFIER: terms.ticket(ticket),
    POSITION_TIME: seconds(at),
    POSITION_TIME_MSC: at,
    POSITION_TIME_UPDATE: seconds(at),
    POSITION_TIME_UPDATE_MSC: at,
    POSITION_TYPE: side === 'buy' ? 0 : 1,
    POSITION_MAGIC: magic,
    POSITION_REASON: 3,
    POSITION_VOLUME: lots,
    POSITION_PRICE_OPEN: openPrice,
    POSITION_SL: rest.stopLoss,
    POSITION_TP: rest.takeProfit,
    POSITION_PRICE_CURRENT: (side === 'buy' ? quote?.bid : quote?.ask) ?? openPrice,
    POSITION_SWAP: rest.swap,
    POSITION_PROFIT: profit,
    POSITION_SYMBOL: symbol,
    POSITION_COMMENT: terms.comment(rest.comment),
    POSITION_EXTERNAL_ID: '',
  };
}

const PENDING_TYPE = { limit: 2, stop: 4, 'stop-limit': 6 } as const;

export function pendingType({ kind, side }: Pick<PendingOrder, 'kind' | 'side'>): number {
  return PENDING_TYPE[kind] + (side === 'buy' ? 0 : 1);
}

export function orderRow(order: PendingOrder, quote: Quote | undefined, terms: RowTerms): Row {
  const at = order.placedAt + terms.offsetMs;
  const { expiresAt } = order;
  return {
    ...orderCommon(terms.ticket(order.ticket), order.magic, order.symbol, order.comment, terms),
    ORDER_TIME_SETUP: seconds(at),
    ORDER_TIME_SETUP_MSC: at,
    ORDER_TYPE: pendingType(order),
    ORDER_STATE: 1,
    ORDER_TIME_EXPIRATION: expiresAt === undefined ? 0 : seconds(expiresAt + terms.offsetMs),
    ORDER_TIME_DONE: 0,
    ORDER_TIME_DONE_MSC: 0,
    ORDER_TYPE_FILLING: 2,
    ORDER_TYPE_TIME: expiresAt === undefined ? 0 : 2,
    ORDER_POSITION_ID: 0,
    ORDER_VOLUME_INITIAL: order.lots,
    ORDER_VOLUME_CURRENT: order.lots,
    ORDER_PRICE_OPEN: order.price,
    ORDER_SL: order.stopLoss,
    ORDER_TP: order.takeProfit,
    ORDER_PRICE_CURRENT: (order.side === 'buy' ? quote?.ask : quote?.bid) ?? order.price,
    ORDER_PRICE_STOPLIMIT: order.limitPrice ?? 0,
  };
}

export function pastRow(order: PastOrder, terms: RowTerms): Row {
  return {
    ...orderCommon(terms.ticket(order.ticket), order.magic, order.symbol, order.comment, terms),
    ORDER_TIME_SETUP: seconds(order.setup + terms.offsetMs),
    ORDER_TIME_SETUP_MSC: order.setup + terms.offsetMs,
    ORDER_TYPE: order.type,
    ORDER_STATE: order.state,
    ORDER_TIME_EXPIRATION: 0,
    ORDER_TIME_DONE: seconds(order.done + terms.offsetMs),
    ORDER_TIME_DONE_MSC: order.done + terms.offsetMs,
    ORDER_TYPE_FILLING: 1,
    ORDER_TYPE_TIME: 0,
    ORDER_POSITION_ID: order.position === '' ? 0 : terms.ticket(order.position),
    ORDER_VOLUME_INITIAL: order.lots,
    ORDER_VOLUME_CURRENT: order.left ?? 0,
    ORDER_PRICE_OPEN: order.price,
    ORDER_SL: 0,
    ORDER_TP: 0,
    ORDER_PRICE_CURRENT: order.price,
    ORDER_PRICE_STOPLIMIT: 0,
  };
}

function orderCommon(
  ticket: string,
  magic: number,
  symbol: string,
  comment: string,
  terms: RowTerms,
): Row {
  return {
    ORDER_TICKET: ticket,
    ORDER_MAGIC: magic,
    ORDER_REASON: 3,
    ORDER_POSITION_BY_ID: 0,
    ORDER_SYMBOL: symbol,
    ORDER_COMMENT: terms.comment(comment),
    ORDER_EXTERNAL_ID: '',
  };
}

const DEAL_REASON: Readonly<Record<Deal['reason'], number>> = {
  client: 3,
  expert: 3,
  'stop-loss': 4,
  'take-profit': 5,
  'stop-out': 6,
};

export function dealRow(deal: Deal, terms: RowTerms): Row {
  const at = deal.time + terms.offsetMs;
  return {
    DEAL_TICKET: terms.ticket(deal.ticket),
    DEAL_ORDER: terms.ticket(deal.order),
    DEAL_TIME: seconds(at),
    DEAL_TIME_MSC: at,
    DEAL_TYPE: deal.side === 'buy' ? 0 : 1,
    DEAL_ENTRY: deal.entry === 'in' ? 0 : deal.closedBy === undefined ? 1 : 3,
    DEAL_MAGIC: deal.magic,
    DEAL_REASON: DEAL_REASON[deal.reason],
    DEAL_POSITION_ID: terms.ticket(deal.position),
    DEAL_VOLUME: deal.lots,
    DEAL_PRICE: deal.price,
    DEAL_COMMISSION: deal.commission,
    DEAL_SWAP: deal.swap,
    DEAL_PROFIT: deal.profit,
    DEAL_FEE: 0,
    DEAL_SL: 0,
    DEAL_TP: 0,
    DEAL_SYMBOL: deal.symbol,
    DEAL_COMMENT: terms.comment(deal.comment),
    DEAL_EXTERNAL_ID: '',
  };
}

export function accountRow(
  { balance, equity, margin, freeMargin, leverage, currency, credit }: AccountSnapshot,
  identity: Row,
): Row {
  return {
    ACCOUNT_LEVERAGE: leverage,
    ACCOUNT_LIMIT_ORDERS: 200,
    ACCOUNT_MARGIN_SO_MODE: 0,
    ACCOUNT_MARGIN_SO_CALL: 100,
    ACCOUNT_MARGIN_SO_SO: 50,
    ACCOUNT_CURRENCY_DIGITS: 2,
    ACCOUNT_FIFO_CLOSE: 0,
    ACCOUNT_HEDGE_ALLOWED: 1,
    ACCOUNT_BALANCE: balance,
    ACCOUNT_CREDIT: credit ?? 0,
    ACCOUNT_PROFIT: equity - balance - (credit ?? 0),
    ACCOUNT_EQUITY: equity,
    ACCOUNT_MARGIN: margin,
    ACCOUNT_MARGIN_FREE: freeMargin,
    ACCOUNT_MARGIN_LEVEL: margin > 0 ? (100 * equity) / margin : 0,
    ACCOUNT_CURRENCY: currency,
    ACCOUNT_NAME: 'Test',
    ...identity,
  };
}

const CALCULATION: Readonly<Record<Instrument['calculationMode'], number>> = {
  forex: 0,
  futures: 1,
  cfd: 2,
  'cfd-index': 3,
  'cfd-leverage': 4,
  'forex-no-leverage': 5,
  'exchange-stocks': 32,
  'exchange-futures': 33,
};
const EXECUTION: Readonly<Record<Instrument['executionMode'], number>> = {
  request: 0,
  instant: 1,
  market: 2,
  exchange: 3,
};
const FILLING_FLAG = { fok: 1, ioc: 2, return: 0 } as const;

export function symbolRow(instrument: Instrument, fillingFlags?: number): Row {
  const flags = instrument.fillingModes.reduce((sum, mode) => sum | FILLING_FLAG[mode], 0);
  const tickValue = instrument.tickValue ?? instrument.tickSize * instrument.contractSize;
  const days: [string, string | number][] = Array.from({ length: 7 }, (_, day) => [
    `session_${day}`,
    day === 0 || day === 6 ? '' : '0-86400',
  ]);
  return {
    ...Object.fromEntries(days),
    ...swapRow(instrument),
    SYMBOL_EXIST: 1,
    SYMBOL_SELECT: 1,
    SYMBOL_VISIBLE: 1,
    SYMBOL_DIGITS: instrument.digits,
    SYMBOL_SPREAD: instrument.typicalSpread,
    SYMBOL_SPREAD_FLOAT: 1,
    SYMBOL_TRADE_CALC_MODE: CALCULATION[instrument.calculationMode],
    SYMBOL_TRADE_MODE: 4,
    SYMBOL_START_TIME: 0,
    SYMBOL_EXPIRATION_TIME: 0,
    SYMBOL_TRADE_STOPS_LEVEL: instrument.stopsLevel,
    SYMBOL_TRADE_FREEZE_LEVEL: instrument.freezeLevel,
    SYMBOL_TRADE_EXEMODE: EXECUTION[instrument.executionMode],
    SYMBOL_EXPIRATION_MODE: 15,
    SYMBOL_FILLING_MODE: fillingFlags ?? flags,
    SYMBOL_ORDER_MODE: 127,
    SYMBOL_ORDER_GTC_MODE: 0,
    SYMBOL_BID: 0,
    SYMBOL_ASK: 0,
    SYMBOL_LAST: 0,
    SYMBOL_TIME: 0,
    SYMBOL_TIME_MSC: 0,
    SYMBOL_VOLUME: 0,
    SYMBOL_POINT: instrument.point,
    SYMBOL_TRADE_TICK_VALUE: tickValue,
    SYMBOL_TRADE_TICK_VALUE_PROFIT: tickValue,
    SYMBOL_TRADE_TICK_VALUE_LOSS: tickValue,
    SYMBOL_TRADE_TICK_SIZE: instrument.tickSize,
    SYMBOL_TRADE_CONTRACT_SIZE: instrument.contractSize,
    SYMBOL_VOLUME_MIN: instrument.volumeMin,
    SYMBOL_VOLUME_MAX: instrument.volumeMax,
    SYMBOL_VOLUME_STEP: instrument.volumeStep,
    SYMBOL_VOLUME_LIMIT: instrument.volumeLimit,
    SYMBOL_MARGIN_INITIAL: instrument.initialMargin ?? 0,
    SYMBOL_MARGIN_MAINTENANCE: 0,
    SYMBOL_MARGIN_HEDGED: 0,
    SYMBOL_MARGIN_HEDGED_USE_LEG: instrument.hedgedByLargerLeg === true ? 1 : 0,
    SYMBOL_CURRENCY_BASE: instrument.baseCurrency,
    SYMBOL_CURRENCY_PROFIT: instrument.profitCurrency,
    SYMBOL_CURRENCY_MARGIN: instrument.marginCurrency,
    SYMBOL_DESCRIPTION: instrument.description,
    SYMBOL_PATH: `Test\\${instrument.symbol}`,
    rate_buy: instrument.marginRates.buy,
    rate_sell: instrument.marginRates.sell,
    rate_buy_kept: 0,
    rate_sell_kept: 0,
  };
}

const SWAP: Readonly<Record<Instrument['swap']['mode'], number>> = {
  disabled: 0,
  points: 1,
  'currency-symbol': 2,
  'currency-margin': 3,
  'currency-deposit': 4,
  'interest-current': 5,
  'interest-open': 6,
};
const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

function swapRow({ swap }: Instrument): Row {
  const days = DAYS.map((day, at): [string, number] => [
    `SYMBOL_SWAP_${day}`,
    swap.nights[at] ?? 0,
  ]);
  return {
    ...Object.fromEntries(days),
    SYMBOL_SWAP_MODE: SWAP[swap.mode],
    SYMBOL_SWAP_LONG: swap.long,
    SYMBOL_SWAP_SHORT: swap.short,
    SYMBOL_SWAP_ROLLOVER3DAYS: Math.max(0, swap.nights.indexOf(3)),
  };
}
