import type { BrokerEvent, PendingChanged } from '../../execution/broker-port.ts';
import type { Lots, Money, UtcMs } from '../../market/units.ts';
import { dealsOf, isTrade, pendingOf, positionOf, type BooksReading } from './terminal-books.ts';
import type { Transaction } from './wire/messages.ts';
import type { DealRow } from './wire/rows.ts';

export interface TransactionReading {
  readonly reading: BooksReading;
  readonly now: UtcMs;
  /** The balance by the deals told so far. */
  readonly balance: number;
  readonly isTold: (deal: string) => boolean;
}

export interface TransactionNews {
  readonly events: readonly BrokerEvent[];
  /** What the balance moved by. */
  readonly net: number;
  /** It says less than has happened: only the books tell. */
  readonly rereads: boolean;
}

const NOTHING: TransactionNews = { events: [], net: 0, rereads: false };
const REREAD: TransactionNews = { events: [], net: 0, rereads: true };

/** What one transaction of the terminal means for the account. */
export function transactionEvents(tx: Transaction, by: TransactionReading): TransactionNews {
  switch (tx.type) {
    case 'TRADE_TRANSACTION_DEAL_ADD':
      return tx.deal_row ? dealNews(tx, tx.deal_row, by) : REREAD;
    case 'TRADE_TRANSACTION_DEAL_UPDATE':
    case 'TRADE_TRANSACTION_DEAL_DELETE':
    case 'TRADE_TRANSACTION_HISTORY_DELETE':
      return REREAD; // a broker's hand has changed what was booked
    case 'TRADE_TRANSACTION_POSITION':
      return positionNews(tx, by);
    case 'TRADE_TRANSACTION_ORDER_ADD':
    case 'TRADE_TRANSACTION_ORDER_UPDATE':
    case 'TRADE_TRANSACTION_ORDER_DELETE':
    case 'TRADE_TRANSACTION_HISTORY_ADD':
      return orderNews(tx, by);
    default:
      return NOTHING;
  }
}

function dealNews(tx: Transaction, row: DealRow, by: TransactionReading): TransactionNews {
  if (by.isTold(row.ticket)) return NOTHING;
  if (!isTrade(row)) return REREAD; // money came or went without a trade
  const position = tx.pos_row && positionOf(tx.pos_row, by.reading);
  const open = position?.lots ?? (0 as Lots);
  const deals = dealsOf(row, open, by.reading);
  let balance = by.balance;
  const events = deals.map((deal, at): BrokerEvent => {
    balance += deal.profit + deal.commission + deal.swap;
    const isLast = at === deals.length - 1;
    return {
      type: 'deal',
      time: by.now,
      deal,
      remaining: isLast ? open : (0 as Lots),
      ...(isLast && position ? { position } : {}),
      balance: Number(balance.toFixed(8)) as Money,
    };
  });
  return { events, net: balance - by.balance, rereads: false };
}

function positionNews(tx: Transaction, { reading, now }: TransactionReading): TransactionNews {
  if (!tx.pos_row) return NOTHING; // closed meanwhile: its deal tells
  const event = { type: 'position', time: now, position: positionOf(tx.pos_row, reading) } as const;
  return { events: [event], net: 0, rereads: false };
}

const ENDS: Readonly<Record<string, PendingChanged['state']>> = {
  ORDER_STATE_FILLED: 'filled',
  ORDER_STATE_CANCELED: 'cancelled',
  ORDER_STATE_EXPIRED: 'expired',
  ORDER_STATE_REJECTED: 'rejected',
};
const WAITS: ReadonlySet<string> = new Set(['ORDER_STATE_PLACED', 'ORDER_STATE_PARTIAL']);

function orderNews(tx: Transaction, { reading, now }: TransactionReading): TransactionNews {
  const order = tx.order_row && pendingOf(tx.order_row, reading);
  if (!order || !tx.order_row) return NOTHING;
  const { state: found } = tx.order_row;
  const state = ENDS[found] ?? (WAITS.has(found) ? 'placed' : undefined);
  if (state === undefined) return NOTHING;
  return { events: [{ type: 'pending', time: now, order, state }], net: 0, rereads: false };
}
