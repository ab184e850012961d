import type { OpenRequest } from '../../execution/broker-port.ts';
import type { TradeRequest } from '../mt5/outcome.ts';
import type { SymbolNames } from '../mt5/symbol-names.ts';
import { clientIdOf } from './magic-notes.ts';
import type { SdkPendingOptions, SdkTrading } from './sdk.ts';
import type { SdkTradeResponse } from './sdk-records.ts';

/** Comment and label together; every broker's server takes so many. */
const LONGEST_TOGETHER = 26;

/** What a request is judged by before it is sent. */
export interface CallReading {
  readonly names: SymbolNames;
  /** Lots of a position, as far as they are known. */
  readonly lotsOf: (position: string) => number | undefined;
}

export type TradeCall = (trading: SdkTrading) => Promise<SdkTradeResponse>;

/** A request of ours as a call of the SDK, or why there is none that does it. */
export function tradeCall(request: TradeRequest, reading: CallReading): TradeCall | string {
  const { magic } = request;
  const own = { magic, clientId: clientIdOf(magic) };
  switch (request.type) {
    case 'open':
      return openCall(request, reading);
    case 'close': {
      const { position, lots, filling } = request;
      const options = { ...own, ...fillingOf(filling) };
      const whole = reading.lotsOf(position) === lots;
      return async (trading) =>
        whole
          ? trading.closePosition(position, options)
          : trading.closePositionPartially(position, lots, options);
    }
    case 'close-by':
      return async (trading) => trading.closeBy(request.position, request.by, own);
    case 'cancel':
      return async (trading) => trading.cancelOrder(request.order);
    case 'modify': {
      const { position, stopLoss, takeProfit } = request;
      return async (trading) => trading.modifyPosition(position, some(stopLoss), some(takeProfit));
    }
    case 'modify-order': {
      const { order, price, limitPrice, stopLoss, takeProfit, expiresAt } = request;
      if (expiresAt !== undefined) return 'MetaApi cannot change when a waiting order ends';
      const limit = limitPrice === undefined ? {} : { stopLimitPrice: limitPrice };
      return async (trading) =>
        trading.modifyOrder(order, price, some(stopLoss), some(takeProfit), limit);
    }
  }
}

function openCall(request: OpenRequest, { names }: CallReading): TradeCall {
  const { side, kind, lots, price, limitPrice = price, stopLoss: sl, takeProfit: tp } = request;
  const symbol = names.theirs(request.symbol);
  const clientId = clientIdOf(request.magic);
  const options = {
    magic: request.magic,
    clientId,
    comment: commentOf(request.comment, LONGEST_TOGETHER - clientId.length),
  };
  const buys = side === 'buy';
  if (kind === 'market') {
    const slippage = Math.floor(request.deviation);
    const market = { ...options, slippage, ...fillingOf(request.filling) };
    return async (trading) =>
      buys
        ? trading.createMarketBuyOrder(symbol, lots, sl, tp, market)
        : trading.createMarketSellOrder(symbol, lots, sl, tp, market);
  }
  const pending = { ...options, ...lifeOf(request) };
  if (kind === 'limit') {
    return async (trading) =>
      buys
        ? trading.createLimitBuyOrder(symbol, lots, price, sl, tp, pending)
        : trading.createLimitSellOrder(symbol, lots, price, sl, tp, pending);
  }
  if (kind === 'stop') {
    return async (trading) =>
      buys
        ? trading.createStopBuyOrder(symbol, lots, price, sl, tp, pending)
        : trading.createStopSellOrder(symbol, lots, price, sl, tp, pending);
  }
  return async (trading) =>
    buys
      ? trading.createStopLimitBuyOrder(symbol, lots, price, limitPrice, sl, tp, pending)
      : trading.createStopLimitSellOrder(symbol, lots, price, limitPrice, sl, tp, pending);
}

function commentOf(comment: string, longest: number): string {
  return comment.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, longest);
}

function fillingOf(filling: OpenRequest['filling']): { fillingModes?: string[] } {
  return filling === undefined ? {} : { fillingModes: [`ORDER_FILLING_${filling.toUpperCase()}`] };
}

function lifeOf({ expiresAt, lifetime }: OpenRequest): Pick<SdkPendingOptions, 'expiration'> {
  const life = lifetime ?? (expiresAt === undefined ? 'gtc' : 'specified');
  const type = `ORDER_TIME_${life.replace('-', '_').toUpperCase()}`;
  const time = expiresAt === undefined ? {} : { time: new Date(expiresAt) };
  return { expiration: { type, ...time } };
}

/** A level of 0 is none. */
function some(level: number): number | undefined {
  return level === 0 ? undefined : level;
}
