import type { OpenRequest } from '../../execution/broker-port.ts';
import type { FlatMessage } from './flat-message.ts';
import type { TradeRequest } from './outcome.ts';
import type { BooksReading } from './terminal-books.ts';

/** Longest comment that every broker's server takes. */
const LONGEST_COMMENT = 26;

/** A request of ours as the EA is asked for it (docs/bridge-protocol.md, section 5). */
export function tradeMessage(request: TradeRequest, reading: BooksReading): FlatMessage {
  const magic = String(request.magic);
  switch (request.type) {
    case 'open':
      return { ...orderMessage(request, reading), magic };
    case 'close': {
      const { position, lots: volume, filling } = request;
      return { t: 'close', magic, position, volume, ...(filling ? { filling } : {}) };
    }
    case 'close-by':
      return { t: 'close_by', magic, position: request.position, by: request.by };
    case 'cancel':
      return { t: 'cancel', magic, order: request.order };
    case 'modify': {
      const { position, stopLoss: sl, takeProfit: tp } = request;
      return { t: 'modify', magic, position, sl, tp };
    }
    case 'modify-order': {
      const { order, price, limitPrice, stopLoss: sl, takeProfit: tp, expiresAt } = request;
      const limit = { limit_price: limitPrice ?? 0 };
      const life = lifeOf(expiresAt, undefined, reading);
      return { t: 'modify_order', magic, order, price, ...limit, sl, tp, ...life };
    }
  }
}

function orderMessage(request: OpenRequest, reading: BooksReading): FlatMessage {
  const { symbol, side, kind, lots, price, limitPrice, stopLoss, takeProfit, deviation } = request;
  return {
    t: 'order',
    symbol: reading.names.theirs(symbol),
    side,
    kind: kind === 'stop-limit' ? 'stop_limit' : kind,
    volume: lots,
    price,
    ...(limitPrice === undefined ? {} : { limit_price: limitPrice }),
    sl: stopLoss,
    tp: takeProfit,
    deviation: Math.floor(deviation),
    ...(request.filling ? { filling: request.filling } : {}),
    ...(kind === 'market' ? {} : lifeOf(request.expiresAt, request.lifetime, reading)),
    comment: request.comment.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, LONGEST_COMMENT),
  };
}

function lifeOf(
  expiresAt: number | undefined,
  lifetime: OpenRequest['lifetime'],
  { offsetMs }: BooksReading,
): Readonly<Record<string, string | number>> {
  const life = (lifetime ?? (expiresAt === undefined ? 'gtc' : 'specified')).replace('-', '_');
  if (expiresAt === undefined) return { life };
  return { life, exp: Math.floor((expiresAt + offsetMs) / 1000) };
}
