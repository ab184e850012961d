import type { BrokerRequest, OpenRequest } from '../../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import { instantOf } from '../../config/instruments.ts';
import type { Quote, Side } from '../../market/quote.ts';
import type { Lots, Points, SymbolName } from '../../market/units.ts';
import type { ScenarioRequest } from './simulate-scenario.ts';
import type { SimulationBooks } from './simulate-books.ts';

/** Any program's number: the scenario's own requests are the only ones there are. */
const NAMESPACE = 1;
const NO_TICKET = '0' as Ticket;

/** A request of a scenario as the broker's port takes it. */
export function portRequest(
  request: ScenarioRequest,
  index: number,
  books: SimulationBooks,
  quoteOf: (symbol: SymbolName) => Quote | undefined,
): BrokerRequest {
  const number = (index + 1) as OrderNumber;
  const head = { number, magic: magicOf(NAMESPACE, number) };
  switch (request.action) {
    case 'open':
      return { ...head, ...opening(request, quoteOf) };
    case 'close': {
      const position = books.positionOf(request.position) ?? NO_TICKET;
      const held = books.position(position);
      const lots = (request.volume ?? held?.lots ?? 0) as Lots;
      const { filling } = request;
      return { ...head, type: 'close', position, lots, ...(filling ? { filling } : {}) };
    }
    case 'close_by': {
      const position = books.positionOf(request.position) ?? NO_TICKET;
      return { ...head, type: 'close-by', position, by: books.positionOf(request.by) ?? NO_TICKET };
    }
    case 'cancel':
      return { ...head, type: 'cancel', order: books.orderOf(request.order) ?? NO_TICKET };
    case 'modify':
      return { ...head, ...modification(request, books) };
  }
}

function opening(
  request: Extract<ScenarioRequest, { action: 'open' }>,
  quoteOf: (symbol: SymbolName) => Quote | undefined,
): Omit<OpenRequest, 'number' | 'magic'> {
  const symbol = request.symbol as SymbolName;
  const [side, ...words] = request.type.split('_') as [Side, ...string[]];
  const kind = (words.join('-') || 'market') as OpenRequest['kind'];
  const quote = quoteOf(symbol);
  const stands = (side === 'buy' ? quote?.ask : quote?.bid) ?? 0;
  const { stop_limit_price: limitPrice, expiration, filling, type_time: life } = request;
  return {
    type: 'open',
    symbol,
    side,
    kind,
    lots: request.volume as Lots,
    price: request.price ?? (kind === 'market' ? stands : 0),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    stopLoss: request.sl,
    takeProfit: request.tp,
    deviation: request.deviation as Points,
    ...(expiration === undefined ? {} : { expiresAt: instantOf(expiration) }),
    ...(life === undefined ? {} : { lifetime: life === 'specified_day' ? 'specified-day' : life }),
    ...(filling === undefined ? {} : { filling }),
    comment: request.comment,
  };
}

/** What is not said stays as it is. */
function modification(
  request: Extract<ScenarioRequest, { action: 'modify' }>,
  books: SimulationBooks,
) {
  if (request.position !== undefined) {
    const position = books.positionOf(request.position) ?? NO_TICKET;
    const held = books.position(position);
    const stopLoss = request.sl ?? held?.stopLoss ?? 0;
    const takeProfit = request.tp ?? held?.takeProfit ?? 0;
    return { type: 'modify', position, stopLoss, takeProfit } as const;
  }
  const order = books.orderOf(request.order ?? '') ?? NO_TICKET;
  const waiting = books.order(order);
  const limitPrice = request.stop_limit_price ?? waiting?.limitPrice;
  const expiresAt =
    request.expiration === undefined ? waiting?.expiresAt : instantOf(request.expiration);
  return {
    type: 'modify-order',
    order,
    price: request.price ?? waiting?.price ?? 0,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    stopLoss: request.sl ?? waiting?.stopLoss ?? 0,
    takeProfit: request.tp ?? waiting?.takeProfit ?? 0,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  } as const;
}
