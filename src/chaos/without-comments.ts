import type { BrokerEvent } from '../execution/broker-port.ts';

/** As a broker tells it that writes a comment of its own over ours. */
export function withoutComments(event: BrokerEvent): BrokerEvent {
  const blank = <Item extends object>(item: Item): Item => ({ ...item, comment: '' });
  if (event.type === 'deal') {
    const { deal, position } = event;
    return { ...event, deal: blank(deal), ...(position ? { position: blank(position) } : {}) };
  }
  if (event.type === 'position') return { ...event, position: blank(event.position) };
  if (event.type === 'pending') return { ...event, order: blank(event.order) };
  if (event.type !== 'books') return event;
  const { positions, orders, deals } = event;
  return {
    ...event,
    positions: positions.map(blank),
    orders: orders.map(blank),
    deals: deals.map(blank),
  };
}
