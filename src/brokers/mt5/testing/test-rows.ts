import type { AccountSnapshot } from '../../../execution/broker-port.ts';
import type { Charge, ChargeKind } from '../../../execution/charge.ts';
import type { Deal, PendingOrder, Position } from '../../../execution/order.ts';
import type { Instrument } from '../../../market/instrument.ts';
import type { RawMessage } from '../frame-codec.ts';
import type { Quote } from '../../../market/quote.ts';

/** Rows as the EA writes them, from what a simulated broker's books hold. */
export const OFFSET_MS = 7_200_000;

export function accountRowOf(account: AccountSnapshot, login: string): object {
  const { balance, credit = 0, equity, margin, freeMargin } = account;
  return {
    login,
    balance,
    credit,
    profit: Number((equity - balance).toFixed(2)),
    equity,
    margin,
    margin_free: freeMargin,
    margin_level: margin === 0 ? 0 : (equity / margin) * 100,
    trade_mode: 'demo',
  };
}

export function positionRowOf(position: Position): object {
  const { ticket, magic, symbol, side, lots, openPrice, openedAt, swap, comment } = position;
  return {
    id: ticket,
    ticket,
    magic: String(magic),
    symbol,
    side,
    volume: lots,
    price: openPrice,
    sl: position.stopLoss,
    tp: position.takeProfit,
    price_now: openPrice,
    profit: 0,
    swap,
    time_ms: openedAt + OFFSET_MS,
    update_ms: openedAt + OFFSET_MS,
    reason: 'POSITION_REASON_EXPERT',
    comment,
  };
}

export function orderRowOf(order: PendingOrder, state: string): object {
  const kind = order.kind.replace('-', '_').toUpperCase();
  return {
    ticket: order.ticket,
    position: '0',
    position_by: '0',
    magic: String(order.magic),
    symbol: order.symbol,
    type: `ORDER_TYPE_${order.side.toUpperCase()}_${kind}`,
    state,
    filling: 'ORDER_FILLING_RETURN',
    life: 'ORDER_TIME_GTC',
    reason: 'ORDER_REASON_EXPERT',
    volume: order.lots,
    left: order.lots,
    price: order.price,
    limit_price: order.limitPrice ?? 0,
    sl: order.stopLoss,
    tp: order.takeProfit,
    time_ms: order.placedAt + OFFSET_MS,
    done_ms: 0,
    exp: order.expiresAt === undefined ? 0 : (order.expiresAt + OFFSET_MS) / 1000,
    comment: order.comment,
  };
}

const REASONS = {
  client: 'DEAL_REASON_CLIENT',
  expert: 'DEAL_REASON_EXPERT',
  'stop-loss': 'DEAL_REASON_SL',
  'take-profit': 'DEAL_REASON_TP',
  'stop-out': 'DEAL_REASON_SO',
} as const;

export function dealRowOf(deal: Deal): object {
  return {
    ticket: deal.ticket,
    order: deal.order,
    position: deal.position,
    magic: String(deal.magic),
    symbol: deal.symbol,
    type: deal.side === 'buy' ? 'DEAL_TYPE_BUY' : 'DEAL_TYPE_SELL',
    entry: deal.entry === 'in' ? 'DEAL_ENTRY_IN' : 'DEAL_ENTRY_OUT',
    reason: REASONS[deal.reason],
    volume: deal.lots,
    price: deal.price,
    sl: 0,
    tp: 0,
    profit: deal.profit,
    swap: deal.swap,
    commission: deal.commission,
    fee: 0,
    time_ms: deal.time + OFFSET_MS,
    comment: deal.comment,
  };
}

const CHARGES: Readonly<Record<ChargeKind, string>> = {
  charge: 'DEAL_TYPE_CHARGE',
  correction: 'DEAL_TYPE_CORRECTION',
  commission: 'DEAL_TYPE_COMMISSION_DAILY',
  'agent-commission': 'DEAL_TYPE_COMMISSION_AGENT_DAILY',
  interest: 'DEAL_TYPE_INTEREST',
  dividend: 'DEAL_DIVIDEND',
  tax: 'DEAL_TAX',
  other: '#18',
};

/** A deal that moves money without a trade. */
export function chargeRowOf({ ticket, time, kind, amount, comment }: Charge): object {
  return {
    ticket,
    order: '0',
    position: '0',
    magic: '0',
    symbol: '',
    type: CHARGES[kind],
    entry: 'DEAL_ENTRY_IN',
    reason: 'DEAL_REASON_CLIENT',
    volume: 0,
    price: 0,
    sl: 0,
    tp: 0,
    profit: amount,
    swap: 0,
    commission: 0,
    fee: 0,
    time_ms: time + OFFSET_MS,
    comment,
  };
}

const DAY_S = 86_400;

/** A specification of an instrument that is open on every weekday of the server's clock. */
export function specificationOf(instrument: Instrument, quote: Quote | undefined): object {
  const { point, tickSize, contractSize, swap, typicalSpread } = instrument;
  const open = [[0, DAY_S]];
  const weekend = instrument.assetClass === 'crypto' ? open : [];
  return {
    symbol: instrument.symbol,
    description: instrument.description,
    path: `Forex\\${instrument.symbol}`,
    base: instrument.baseCurrency,
    profit: instrument.profitCurrency,
    margin: instrument.marginCurrency,
    digits: instrument.digits,
    point,
    tick_size: tickSize,
    tick_value: tickSize * contractSize,
    tick_value_profit: tickSize * contractSize,
    tick_value_loss: tickSize * contractSize,
    contract_size: contractSize,
    volume_min: instrument.volumeMin,
    volume_max: instrument.volumeMax,
    volume_step: instrument.volumeStep,
    volume_limit: instrument.volumeLimit,
    stops_level: instrument.stopsLevel,
    freeze_level: instrument.freezeLevel,
    spread: typicalSpread,
    spread_float: true,
    trade_mode: `SYMBOL_TRADE_MODE_${instrument.tradeMode.replace('-', '').toUpperCase()}`,
    exec_mode: 'SYMBOL_TRADE_EXECUTION_MARKET',
    calc_mode: 'SYMBOL_CALC_MODE_FOREX',
    swap_mode: 'SYMBOL_SWAP_MODE_POINTS',
    swap_rollover3days: 'WEDNESDAY',
    filling_flags: 3,
    order_flags: 127,
    expiration_flags: 15,
    gtc_mode: 'SYMBOL_ORDERS_GTC',
    swap_long: swap.long,
    swap_short: swap.short,
    swap_days: [0, 1, 1, 3, 1, 1, 0],
    margin_initial: 0,
    margin_maintenance: 0,
    margin_hedged: contractSize,
    // An instrument that does not say is one of an Expert Advisor before 1.1.0.
    margin_hedged_use_leg: instrument.hedgedByLargerLeg,
    margin_rate_buy: [1, 1],
    margin_rate_sell: [1, 1],
    start: 0,
    expires: 0,
    bid: quote?.bid ?? 0,
    ask: quote?.ask ?? 0,
    tick_ms: (quote?.time ?? 0) + OFFSET_MS,
    sessions: [weekend, open, open, open, open, open, weekend],
  };
}

/** How a symbol stands in the list of all that a server has. */
export function symbolRowOf(instrument: Instrument): readonly unknown[] {
  const { symbol, description, baseCurrency, profitCurrency, marginCurrency } = instrument;
  const { digits, contractSize, tradeMode } = instrument;
  const mode = `SYMBOL_TRADE_MODE_${tradeMode.replace('-', '').toUpperCase()}`;
  const currencies = [baseCurrency, profitCurrency, marginCurrency];
  return [symbol, description, `Forex\\${symbol}`, ...currencies, digits, contractSize, mode];
}

/** What a bought volume brings, in dollars; a pair whose base they are is counted at its own price. */
export function profitOf(
  { contractSize, profitCurrency }: Instrument,
  { volume, price, price_close: close }: RawMessage,
): number {
  const profit = (Number(close) - Number(price)) * contractSize * Number(volume);
  return profitCurrency === 'USD' ? profit : profit / Number(close);
}
