import type { Charge } from '../../../src/execution/charge.ts';
import type { Deal, Magic, Ticket } from '../../../src/execution/order.ts';
import type { Lots, Money, SymbolName } from '../../../src/market/units.ts';
import { dealRow, type Row, type RowTerms } from './rows.ts';

/** A deal that moves money without a trade, of an ENUM_DEAL_TYPE. */
export function moneyRow({ ticket, time, amount }: Charge, type: number, terms: RowTerms): Row {
  const own = { ticket, time, profit: amount };
  return { ...dealRow({ ...NO_TRADE, ...own }, terms), DEAL_TYPE: type };
}

const NONE = '0' as Ticket;
const NO_TRADE: Omit<Deal, 'ticket' | 'time' | 'profit'> = {
  order: NONE,
  position: NONE,
  magic: 0 as Magic,
  symbol: '' as SymbolName,
  side: 'buy',
  entry: 'in',
  lots: 0 as Lots,
  price: 0,
  reason: 'client',
  commission: 0 as Money,
  swap: 0 as Money,
  comment: 'by the broker',
};
