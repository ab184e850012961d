import type { AccountSnapshot } from '../../../execution/broker-port.ts';
import type { Charge, ChargeKind } from '../../../execution/charge.ts';
import type { Deal, Magic, PendingOrder, Position } from '../../../execution/order.ts';
import type { Bar } from '../../../market/bar.ts';
import type { Instrument } from '../../../market/instrument.ts';
import type { Quote } from '../../../market/quote.ts';
import type {
  SdkAccountInformation,
  SdkCandle,
  SdkDeal,
  SdkOrder,
  SdkPosition,
  SdkPrice,
  SdkSpecification,
} from '../sdk-records.ts';

/** Records as MetaApi gives them, of what a simulated broker's books hold. */
export const OFFSET_MS = 7_200_000;
export const FAKE_LOGIN = '5012345';
export const FAKE_SERVER = 'Example-Demo';

/** How the service shows whose a record is. */
export type Owner = (magic: Magic) => { readonly magic?: number; readonly clientId?: string };

export function brokerTime(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().replace('T', ' ').replace('Z', '');
}

export function accountRecord(account: AccountSnapshot, type: string): SdkAccountInformation {
  const { balance, credit = 0, equity, margin, freeMargin, leverage, currency } = account;
  return {
    platform: 'mt5',
    broker: 'Example Broker',
    currency,
    server: FAKE_SERVER,
    balance,
    credit,
    equity,
    margin,
    freeMargin,
    leverage,
    marginLevel: margin === 0 ? 0 : (equity / margin) * 100,
    tradeAllowed: true,
    login: Number(FAKE_LOGIN),
    type,
  };
}

export function positionRecord(position: Position, owner: Owner): SdkPosition {
  const { ticket, magic, symbol, side, lots, openPrice, openedAt, stopLoss, takeProfit } = position;
  return {
    id: ticket,
    ...owner(magic),
    symbol,
    type: side === 'buy' ? 'POSITION_TYPE_BUY' : 'POSITION_TYPE_SELL',
    volume: lots,
    openPrice,
    currentPrice: openPrice,
    ...(stopLoss === 0 ? {} : { stopLoss }),
    ...(takeProfit === 0 ? {} : { takeProfit }),
    time: new Date(openedAt),
    updateTime: new Date(openedAt),
    swap: position.swap,
    profit: 0,
    reason: 'POSITION_REASON_EXPERT',
    comment: position.comment,
  };
}

export function orderRecord(order: PendingOrder, state: string, owner: Owner): SdkOrder {
  const { ticket, magic, symbol, side, kind, lots, price, expiresAt, limitPrice } = order;
  return {
    id: ticket,
    ...owner(magic),
    symbol,
    type: `ORDER_TYPE_${side.toUpperCase()}_${kind.replace('-', '_').toUpperCase()}`,
    state,
    volume: lots,
    currentVolume: lots,
    openPrice: price,
    ...(limitPrice === undefined ? {} : { stopLimitPrice: limitPrice }),
    ...(order.stopLoss === 0 ? {} : { stopLoss: order.stopLoss }),
    ...(order.takeProfit === 0 ? {} : { takeProfit: order.takeProfit }),
    time: new Date(order.placedAt),
    reason: 'ORDER_REASON_EXPERT',
    fillingMode: 'ORDER_FILLING_RETURN',
    expirationType: expiresAt === undefined ? 'ORDER_TIME_GTC' : 'ORDER_TIME_SPECIFIED',
    ...(expiresAt === undefined ? {} : { expirationTime: new Date(expiresAt) }),
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

export function dealRecord(deal: Deal, owner: Owner): SdkDeal {
  return {
    id: deal.ticket,
    ...owner(deal.magic),
    orderId: deal.order,
    positionId: deal.position,
    symbol: deal.symbol,
    type: deal.side === 'buy' ? 'DEAL_TYPE_BUY' : 'DEAL_TYPE_SELL',
    entryType: deal.entry === 'in' ? 'DEAL_ENTRY_IN' : 'DEAL_ENTRY_OUT',
    reason: REASONS[deal.reason],
    volume: deal.lots,
    price: deal.price,
    profit: deal.profit,
    swap: deal.swap,
    commission: deal.commission,
    time: new Date(deal.time),
    comment: deal.comment,
  };
}

const CHARGES: Readonly<Record<ChargeKind, string>> = {
  charge: 'DEAL_TYPE_CHARGE',
  correction: 'DEAL_TYPE_CORRECTION',
  commission: 'DEAL_TYPE_COMMISSION_MONTHLY',
  'agent-commission': 'DEAL_TYPE_COMMISSION_AGENT_MONTHLY',
  interest: 'DEAL_TYPE_INTEREST',
  dividend: 'DEAL_DIVIDEND_FRANKED',
  tax: 'DEAL_TAX',
  other: 'DEAL_TYPE_UNHEARD_OF',
};

/** A deal that moves money without a trade. */
export function chargeRecord({ ticket, time, kind, amount, comment }: Charge): SdkDeal {
  return { id: ticket, type: CHARGES[kind], time: new Date(time), profit: amount, comment };
}

export function priceRecord({ symbol, bid, ask, time }: Quote): SdkPrice {
  const tick = { profitTickValue: 1, lossTickValue: 1 };
  return { symbol, bid, ask, time: new Date(time), brokerTime: brokerTime(time), ...tick };
}

export function candleRecord(bar: Bar): SdkCandle {
  const { time, open, high, low, close, volume, spread } = bar;
  const rest = { tickVolume: volume, spread, volume: 0 };
  return { time: new Date(time), brokerTime: brokerTime(time), open, high, low, close, ...rest };
}

/** A specification of an instrument that is open on every weekday of the server's clock. */
export function specificationRecord(instrument: Instrument): SdkSpecification {
  const day = [{ from: '00:00:00.000', to: '24:00:00.000' }];
  const weekend = instrument.assetClass === 'crypto' ? { SATURDAY: day, SUNDAY: day } : {};
  return {
    symbol: instrument.symbol,
    description: instrument.description,
    digits: instrument.digits,
    point: instrument.point,
    tickSize: instrument.tickSize,
    minVolume: instrument.volumeMin,
    maxVolume: instrument.volumeMax,
    volumeStep: instrument.volumeStep,
    fillingModes: ['SYMBOL_FILLING_FOK', 'SYMBOL_FILLING_IOC'],
    deal: 'SYMBOL_TRADE_EXECUTION_MARKET',
    contractSize: instrument.contractSize,
    tradeSessions: {
      MONDAY: day,
      TUESDAY: day,
      WEDNESDAY: day,
      THURSDAY: day,
      FRIDAY: day,
      ...weekend,
    },
    tradeMode: 'SYMBOL_TRADE_MODE_FULL',
    marginCurrency: instrument.marginCurrency,
    priceCalculationMode: 'SYMBOL_CALC_MODE_FOREX',
    baseCurrency: instrument.baseCurrency,
    profitCurrency: instrument.profitCurrency,
    swapMode: 'SYMBOL_SWAP_MODE_POINTS',
    swapLong: instrument.swap.long,
    swapShort: instrument.swap.short,
    swapRollover3Days: 'WEDNESDAY',
    allowedExpirationModes: ['SYMBOL_EXPIRATION_GTC', 'SYMBOL_EXPIRATION_SPECIFIED'],
    allowedOrderTypes: ['SYMBOL_ORDER_MARKET', 'SYMBOL_ORDER_LIMIT', 'SYMBOL_ORDER_STOP'],
    stopsLevel: instrument.stopsLevel,
    freezeLevel: instrument.freezeLevel,
  };
}
