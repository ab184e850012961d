import type { BrokerRequest } from '../../../src/execution/broker-port.ts';
import type { Magic, OrderNumber, Ticket } from '../../../src/execution/order.ts';
import type { Lots, Points, SymbolName, UtcMs } from '../../../src/market/units.ts';

/** MqlTradeRequest as the shim sends it: MQL5's numbers as text. */
export type RawRequest = Readonly<Record<string, string>>;

/** The request for a part of its volume. */
export function partOf(raw: RawRequest, share: number): RawRequest {
  return { ...raw, volume: String(Number((Number(raw['volume']) * share).toFixed(2))) };
}

export const ACTION = { deal: 1, pending: 5, sltp: 6, modify: 7, remove: 8, closeBy: 10 } as const;
const FILLINGS = ['fok', 'ioc', 'return'] as const;
const LIVES = ['gtc', 'day', 'specified', 'specified-day'] as const;

export interface RequestTerms {
  readonly offsetMs: number;
  /** The broker's own ticket behind one that the terminal shows. */
  readonly plain: (ticket: string) => string;
  /** Ticket of the position of a symbol, for closes of a netting account. */
  readonly positionOf: (symbol: string) => string | undefined;
}

/** The request as our broker takes it; its number is the terminal's own count, its magic the program's. */
export function brokerRequest(
  raw: RawRequest,
  number: OrderNumber,
  terms: RequestTerms,
): Exclude<BrokerRequest, { type: 'read-books' }> {
  const value = (key: string): number => Number(raw[key] ?? 0);
  const ticket = (key: string): Ticket => terms.plain(raw[key] ?? '0') as Ticket;
  const base = { number, magic: value('magic') as Magic };
  const stops = { stopLoss: value('sl'), takeProfit: value('tp') };
  const type = value('type');
  const side = type % 2 === 0 ? ('buy' as const) : ('sell' as const);
  const filling = FILLINGS[value('filling')] ?? 'return';
  const expires = value('expiration');
  const life = {
    lifetime: LIVES[value('life')] ?? ('gtc' as const),
    ...(expires > 0 ? { expiresAt: (expires * 1000 - terms.offsetMs) as UtcMs } : {}),
  };
  const common = {
    ...base,
    ...stops,
    symbol: (raw['symbol'] ?? '') as SymbolName,
    side,
    lots: value('volume') as Lots,
    deviation: value('deviation') as Points,
    comment: raw['comment'] ?? '',
  };
  switch (value('action')) {
    case ACTION.deal: {
      const position = ticket('position');
      if (position !== '0') {
        return { ...base, type: 'close', position, lots: common.lots, filling };
      }
      return { ...common, type: 'open', kind: 'market', price: value('price'), filling };
    }
    case ACTION.pending: {
      const kind = type < 4 ? 'limit' : type < 6 ? 'stop' : 'stop-limit';
      const price = value('price');
      const limit = kind === 'stop-limit' ? { limitPrice: value('stoplimit') } : {};
      return { ...common, ...life, ...limit, type: 'open', kind, price };
    }
    case ACTION.sltp: {
      const named = ticket('position');
      const position = named === '0' ? terms.positionOf(raw['symbol'] ?? '') : named;
      return { ...base, ...stops, type: 'modify', position: (position ?? '0') as Ticket };
    }
    case ACTION.modify: {
      const price = value('price');
      const limit = value('stoplimit') > 0 ? { limitPrice: value('stoplimit') } : {};
      const { lifetime: _, ...until } = life;
      return {
        ...base,
        ...stops,
        ...limit,
        ...until,
        type: 'modify-order',
        order: ticket('order'),
        price,
      };
    }
    case ACTION.remove:
      return { ...base, type: 'cancel', order: ticket('order') };
    case ACTION.closeBy:
      return { ...base, type: 'close-by', position: ticket('position'), by: ticket('position_by') };
    default:
      throw new Error(`action ${raw['action']} is not played`);
  }
}
