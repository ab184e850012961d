import type { AccountRow, DealRow, OrderRow, PositionRow } from '../mt5/wire/rows.ts';
import type { TerminalIdentity } from '../mt5/terminal-port.ts';
import type { MagicNotes } from './magic-notes.ts';
import type { SdkAccountInformation, SdkDeal, SdkOrder, SdkPosition } from './sdk-records.ts';

/** What MetaApi's records are read with. */
export interface RowReading {
  readonly offsetMs: number;
  readonly magics: MagicNotes;
}

const MODES: Readonly<Record<string, AccountRow['trade_mode']>> = {
  ACCOUNT_TRADE_MODE_DEMO: 'demo',
  ACCOUNT_TRADE_MODE_CONTEST: 'contest',
};

/** An account of an unknown kind is taken for a real one. */
function tradeModeOf({ type }: SdkAccountInformation): AccountRow['trade_mode'] {
  return MODES[type] ?? 'real';
}

const MARGIN_MODES: Readonly<Record<string, TerminalIdentity['margin_mode']>> = {
  ACCOUNT_MARGIN_MODE_RETAIL_HEDGING: 'hedging',
  ACCOUNT_MARGIN_MODE_RETAIL_NETTING: 'netting',
  ACCOUNT_MARGIN_MODE_EXCHANGE: 'exchange',
};

export function identityOf(account: SdkAccountInformation): TerminalIdentity {
  const { login, server, broker, currency, leverage, marginMode } = account;
  const margin_mode = MARGIN_MODES[marginMode ?? ''];
  return {
    login: String(login),
    server,
    company: broker,
    currency,
    trade_mode: tradeModeOf(account),
    leverage,
    ...(margin_mode === undefined ? {} : { margin_mode }),
  };
}

/** Records of MetaApi as the rows of a terminal's books (docs/bridge-protocol.md, section 3). */
export function accountRowOf(account: SdkAccountInformation): AccountRow {
  const { login, balance, credit = 0, equity, margin, freeMargin, marginLevel } = account;
  return {
    login: String(login),
    balance,
    credit,
    profit: Number((equity - balance - credit).toFixed(8)),
    equity,
    margin,
    margin_free: freeMargin,
    margin_level: marginLevel ?? 0,
    trade_mode: tradeModeOf(account),
  };
}

export function positionRowOf(
  position: SdkPosition,
  { offsetMs, magics }: RowReading,
): PositionRow {
  const { id, symbol, type, volume, openPrice, time, comment = '' } = position;
  return {
    id: String(id),
    ticket: String(id),
    magic: magics.magicOf(position, String(id)),
    symbol,
    side: type === 'POSITION_TYPE_BUY' ? 'buy' : 'sell',
    volume,
    price: openPrice,
    sl: position.stopLoss ?? 0,
    tp: position.takeProfit ?? 0,
    price_now: position.currentPrice ?? 0,
    profit: position.profit ?? 0,
    swap: position.swap ?? 0,
    time_ms: serverMs(time, offsetMs),
    update_ms: serverMs(position.updateTime ?? time, offsetMs),
    reason: position.reason ?? '',
    comment,
  };
}

export function orderRowOf(order: SdkOrder, { offsetMs, magics }: RowReading): OrderRow {
  const { id, symbol, type, state, volume, openPrice, time, expirationTime } = order;
  return {
    ticket: String(id),
    position: order.positionId ?? '0',
    position_by: '0',
    magic: magics.magicOf(order, String(id)),
    symbol,
    type,
    state,
    filling: order.fillingMode ?? '',
    life: order.expirationType ?? '',
    reason: order.reason ?? '',
    volume,
    left: order.currentVolume,
    price: openPrice,
    limit_price: order.stopLimitPrice ?? 0,
    sl: order.stopLoss ?? 0,
    tp: order.takeProfit ?? 0,
    time_ms: serverMs(time, offsetMs),
    done_ms: order.doneTime ? serverMs(order.doneTime, offsetMs) : 0,
    exp: expirationTime ? Math.floor(serverMs(expirationTime, offsetMs) / 1000) : 0,
    comment: order.comment ?? '',
  };
}

export function dealRowOf(deal: SdkDeal, { offsetMs, magics }: RowReading): DealRow {
  const { id, type, time, orderId = '0', positionId = '0' } = deal;
  return {
    ticket: String(id),
    order: String(orderId),
    position: String(positionId),
    magic: magics.magicOf(deal, String(orderId)),
    symbol: deal.symbol ?? '',
    type,
    entry: deal.entryType ?? '',
    reason: deal.reason ?? '',
    volume: deal.volume ?? 0,
    price: deal.price ?? 0,
    sl: 0,
    tp: 0,
    profit: deal.profit ?? 0,
    swap: deal.swap ?? 0,
    commission: deal.commission ?? 0,
    fee: 0,
    time_ms: serverMs(time, offsetMs),
    comment: deal.comment ?? '',
  };
}

function serverMs(time: Date, offsetMs: number): number {
  return new Date(time).getTime() + offsetMs;
}
