import { positionModeOf } from './account-terms.ts';
import type { AccountSnapshot } from '../../execution/broker-port.ts';
import type { Charge } from '../../execution/charge.ts';
import type { Deal, Magic, PendingOrder, Position, Ticket } from '../../execution/order.ts';
import type { Currency, Lots, Money, UtcMs } from '../../market/units.ts';
import { meaningOf } from './deal-types.ts';
import type { SymbolNames } from './symbol-names.ts';
import type { TerminalIdentity } from './terminal-port.ts';
import type { AccountRow, DealRow, OrderRow, PositionRow } from './wire/rows.ts';

/** What rows of a terminal's books are read with. */
export interface BooksReading {
  /** Server time minus UTC, in milliseconds. */
  readonly offsetMs: number;
  readonly names: SymbolNames;
}

export function accountOf(row: AccountRow, identity: TerminalIdentity): AccountSnapshot {
  return {
    currency: identity.currency as Currency,
    balance: row.balance as Money,
    credit: row.credit as Money,
    equity: row.equity as Money,
    margin: row.margin as Money,
    freeMargin: row.margin_free as Money,
    leverage: identity.leverage,
    ...(positionModeOf(identity) === 'netting' ? { positionMode: 'netting' as const } : {}),
    tradeMode: row.trade_mode === 'real' ? 'real' : 'demo',
  };
}

/** A position by its identifier, which stays; its ticket at the broker may change. */
export function positionOf(row: PositionRow, { offsetMs, names }: BooksReading): Position {
  return {
    ticket: row.id as Ticket,
    magic: magicIn(row.magic),
    symbol: names.ours(row.symbol),
    side: row.side,
    lots: row.volume as Lots,
    openPrice: row.price,
    openedAt: (row.time_ms - offsetMs) as UtcMs,
    stopLoss: row.sl,
    takeProfit: row.tp,
    swap: row.swap as Money,
    comment: row.comment,
  };
}

const ORDER_TYPE = /^ORDER_TYPE_(BUY|SELL)_(LIMIT|STOP|STOP_LIMIT)$/;
const KINDS = { LIMIT: 'limit', STOP: 'stop', STOP_LIMIT: 'stop-limit' } as const;

/** An order that waits, or waited; undefined for a market order and what else is none of these. */
export function pendingOf(
  row: OrderRow,
  { offsetMs, names }: BooksReading,
): PendingOrder | undefined {
  const type = ORDER_TYPE.exec(row.type);
  if (!type) return undefined;
  const kind = KINDS[type[2] as keyof typeof KINDS];
  return {
    ticket: row.ticket as Ticket,
    magic: magicIn(row.magic),
    symbol: names.ours(row.symbol),
    side: type[1] === 'BUY' ? 'buy' : 'sell',
    kind,
    lots: row.left as Lots,
    price: row.price,
    ...(kind === 'stop-limit' ? { limitPrice: row.limit_price } : {}),
    stopLoss: row.sl,
    takeProfit: row.tp,
    placedAt: (row.time_ms - offsetMs) as UtcMs,
    ...(row.exp > 0 ? { expiresAt: (row.exp * 1000 - offsetMs) as UtcMs } : {}),
    comment: row.comment,
  };
}

const REASONS: Readonly<Record<string, Deal['reason']>> = {
  DEAL_REASON_EXPERT: 'expert',
  DEAL_REASON_SL: 'stop-loss',
  DEAL_REASON_TP: 'take-profit',
  DEAL_REASON_SO: 'stop-out',
};

/** Does a deal change a volume? All others only move money. */
export function isTrade({ type }: DealRow): boolean {
  return meaningOf(type) === 'trade';
}

/** What a deal took or gave without a trade; undefined for a trade, a payment and what moved nothing. */
export function chargeOf(row: DealRow, { offsetMs }: BooksReading): Charge | undefined {
  const meaning = meaningOf(row.type);
  const amount = (row.profit + row.commission + row.swap + row.fee) as Money;
  if (typeof meaning === 'string' || amount === 0) return undefined;
  return {
    ticket: row.ticket as Ticket,
    time: (row.time_ms - offsetMs) as UtcMs,
    kind: meaning.charge,
    amount,
    comment: row.comment,
  };
}

/**
 * What a deal did: one change of a volume, or two where it turned a position over (DEAL_ENTRY_INOUT),
 * of which `openAfter` lots were left on the new side.
 */
export function dealsOf(row: DealRow, openAfter: number, reading: BooksReading): Deal[] {
  const deal: Deal = {
    ticket: row.ticket as Ticket,
    order: row.order as Ticket,
    position: row.position as Ticket,
    magic: magicIn(row.magic),
    symbol: reading.names.ours(row.symbol),
    side: row.type === 'DEAL_TYPE_BUY' ? 'buy' : 'sell',
    entry: row.entry === 'DEAL_ENTRY_IN' ? 'in' : 'out',
    lots: row.volume as Lots,
    price: row.price,
    time: (row.time_ms - reading.offsetMs) as UtcMs,
    reason: REASONS[row.reason] ?? 'client',
    profit: row.profit as Money,
    commission: (row.commission + row.fee) as Money,
    swap: row.swap as Money,
    comment: row.comment,
  };
  if (row.entry !== 'DEAL_ENTRY_INOUT') return [deal];
  const opened = Math.min(openAfter, row.volume);
  const closed = Number((row.volume - opened).toFixed(8)) as Lots;
  const none = 0 as Money;
  return [
    { ...deal, lots: closed },
    {
      ...deal,
      ticket: `${row.ticket}+` as Ticket,
      entry: 'in',
      lots: opened as Lots,
      profit: none,
      commission: none,
      swap: none,
    },
  ];
}

/** Magics of 2^53 and more are other programs': rounded, they still are nobody's here. */
function magicIn(text: string): Magic {
  return Number(text) as Magic;
}
