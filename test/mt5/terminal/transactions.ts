import type { Deal } from '../../../src/execution/order.ts';
import type { Row, RowTerms } from './rows.ts';

/** One call of OnTradeTransaction, of an ENUM_TRADE_TRANSACTION_TYPE. */
export function transaction(type: number, row: Row): readonly [string, Row] {
  return ['tx', { type, ...row }];
}

/** What a terminal tells of a fill: the order comes, the deal, the order goes and is history. */
export function dealTransactions(deal: Deal, { ticket }: RowTerms): (readonly [string, Row])[] {
  const type = deal.side === 'buy' ? 0 : 1;
  const order = { order: ticket(deal.order), symbol: deal.symbol, order_type: type };
  const priced = { price: deal.price, volume: deal.lots };
  const position = { position: ticket(deal.position) };
  return [
    transaction(0, { ...order, ...priced, order_state: 0 }),
    transaction(6, {
      ...order,
      ...priced,
      ...position,
      deal: ticket(deal.ticket),
      deal_type: type,
    }),
    transaction(2, { ...order, ...position, order_state: 4 }),
    transaction(3, { ...order, ...position, order_state: 4 }),
  ];
}
