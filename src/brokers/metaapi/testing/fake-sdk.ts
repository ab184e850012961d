import type { Magic, Ticket } from '../../../execution/order.ts';
import type { Side } from '../../../market/quote.ts';
import type { Lots, Points, SymbolName, UtcMs } from '../../../market/units.ts';
import type { OpenRequest } from '../../../execution/broker-port.ts';
import type {
  Sdk,
  SdkAccount,
  SdkApi,
  SdkMarketOptions,
  SdkPendingOptions,
  SdkRpc,
  SdkStream,
  SdkTrading,
} from '../sdk.ts';
import type { SdkOrder, SdkPosition, SdkTradeResponse } from '../sdk-records.ts';
import { NO_MAGIC, type FakeCloud } from './fake-cloud.ts';
import { FakeSdkError } from './fake-faults.ts';
import {
  accountRecord,
  brokerTime,
  candleRecord,
  chargeRecord,
  dealRecord,
  FAKE_LOGIN,
  FAKE_SERVER,
  orderRecord,
  priceRecord,
  specificationRecord,
} from './fake-records.ts';

/** The token that the service knows. */
export const FAKE_TOKEN = 'eyJ0b2tlbg.of-a-test.which-nobody-may-see';

/** The SDK's surface over a cloud of our own, as its published types have it. */
export function fakeSdk(cloud: FakeCloud): Sdk {
  class Api implements SdkApi {
    readonly #token: string;

    constructor(token: string) {
      this.#token = token;
    }

    readonly metatraderAccountApi = {
      getAccount: async (): Promise<SdkAccount> => {
        cloud.calls.push('getAccount');
        if (cloud.faults.connectError) throw cloud.faults.connectError;
        if (this.#token !== FAKE_TOKEN) {
          throw new FakeSdkError(
            'UnauthorizedError',
            `nobody knows ${this.#token}: wss://x/?auth-token=${this.#token}&v=1`,
          );
        }
        return fakeAccount(cloud);
      },
    };

    close(): void {
      cloud.calls.push('api.close');
    }
  }
  class Listener {
    async onConnected(): Promise<void> {}
  }
  return { default: Api, SynchronizationListener: Listener };
}

function fakeAccount(cloud: FakeCloud): SdkAccount {
  return {
    login: FAKE_LOGIN,
    server: FAKE_SERVER,
    state: cloud.state,
    version: cloud.version,
    manualTrades: cloud.manualTrades,
    async deploy() {
      cloud.calls.push('deploy');
      cloud.state = 'DEPLOYED';
    },
    async waitDeployed() {},
    async waitConnected() {},
    getStreamingConnection: () => fakeStream(cloud),
    getRPCConnection: () => fakeRpc(cloud),
    async getHistoricalCandles(symbol, timeframe, startTime, limit = 1000) {
      cloud.calls.push('getHistoricalCandles');
      refuseTooMany(cloud);
      const all = cloud.parts.bars?.(symbol, timeframe) ?? [];
      const until = startTime?.getTime() ?? Infinity;
      const asked = all.filter(({ time }) => time <= until).slice(-Math.min(1000, limit));
      return asked.map(candleRecord);
    },
  };
}

function fakeStream(cloud: FakeCloud): SdkStream {
  return {
    async connect() {},
    async close() {
      cloud.listeners.clear();
    },
    async waitSynchronized() {},
    get synchronized() {
      return cloud.connected;
    },
    terminalState: {
      get connectedToBroker() {
        return cloud.connected;
      },
      get positions() {
        return cloud.streamed();
      },
      price(symbol) {
        const quote = cloud.parts.broker.quoteOf(symbol as SymbolName);
        return quote && priceRecord(quote);
      },
    },
    addSynchronizationListener: (listener) => void cloud.listeners.add(listener),
    removeSynchronizationListener: (listener) => void cloud.listeners.delete(listener),
    async subscribeToMarketData(symbol) {
      cloud.subscribed.add(symbol);
    },
  };
}

function fakeRpc(cloud: FakeCloud): SdkRpc {
  return {
    ...fakeTrading(cloud),
    async connect() {},
    async close() {},
    async waitSynchronized() {},
    async getAccountInformation() {
      refuseTooMany(cloud);
      const record = accountRecord(cloud.books().account, cloud.type);
      return { ...record, investorMode: cloud.investor };
    },
    async getPositions(): Promise<readonly SdkPosition[]> {
      if (cloud.faults.emptyReads === 0) return cloud.positions();
      cloud.faults.emptyReads -= 1;
      return [];
    },
    async getOrders(): Promise<readonly SdkOrder[]> {
      if (cloud.faults.emptyReads > 0) return [];
      const placed = cloud.books().orders;
      return placed.map((order) => orderRecord(order, 'ORDER_STATE_PLACED', cloud.owner));
    },
    async getDealsByTimeRange(from, to, offset = 0, limit = 1000) {
      const { deals: traded, charges = [] } = cloud.books();
      const records = [
        ...traded.map((one) => dealRecord(one, cloud.owner)),
        ...charges.map(chargeRecord),
      ];
      const all = records.filter(({ time }) => time >= from && time <= to);
      const deals = all.slice(offset, offset + limit);
      const synchronizing = cloud.historyLoads > 0;
      if (synchronizing) cloud.historyLoads -= 1;
      return { deals: synchronizing ? [] : deals, synchronizing };
    },
    async getSymbolSpecification(symbol) {
      const known = cloud.parts.instruments.get(symbol as SymbolName);
      if (!known) throw new FakeSdkError('NotFoundError', `no symbol ${symbol}`);
      return specificationRecord(known);
    },
    async getServerTime() {
      const now = cloud.parts.now();
      return { time: new Date(now), brokerTime: brokerTime(now) };
    },
  };
}

function refuseTooMany(cloud: FakeCloud): void {
  if (cloud.faults.tooManyReads === 0) return;
  cloud.faults.tooManyReads -= 1;
  throw new FakeSdkError('TooManyRequestsError', 'too many requests');
}

function fakeTrading(cloud: FakeCloud): SdkTrading {
  const market =
    (side: Side, what: string): SdkTrading['createMarketBuyOrder'] =>
    async (symbol, volume, stopLoss, takeProfit, options) =>
      open(cloud, what, { symbol, volume, stopLoss, takeProfit, side, kind: 'market', options });
  const pending =
    (side: Side, kind: 'limit' | 'stop', what: string): SdkTrading['createLimitBuyOrder'] =>
    async (symbol, volume, price, stopLoss, takeProfit, options) =>
      open(cloud, what, { symbol, volume, price, stopLoss, takeProfit, side, kind, options });
  const twice =
    (side: Side, what: string): SdkTrading['createStopLimitBuyOrder'] =>
    async (symbol, volume, price, limitPrice, stopLoss, takeProfit, options) =>
      open(cloud, what, {
        symbol,
        volume,
        price,
        limitPrice,
        stopLoss,
        takeProfit,
        side,
        kind: 'stop-limit',
        options,
      });
  return {
    createMarketBuyOrder: market('buy', 'createMarketBuyOrder'),
    createMarketSellOrder: market('sell', 'createMarketSellOrder'),
    createLimitBuyOrder: pending('buy', 'limit', 'createLimitBuyOrder'),
    createLimitSellOrder: pending('sell', 'limit', 'createLimitSellOrder'),
    createStopBuyOrder: pending('buy', 'stop', 'createStopBuyOrder'),
    createStopSellOrder: pending('sell', 'stop', 'createStopSellOrder'),
    createStopLimitBuyOrder: twice('buy', 'createStopLimitBuyOrder'),
    createStopLimitSellOrder: twice('sell', 'createStopLimitSellOrder'),
    ...fakeReductions(cloud),
  };
}

type Reductions = Pick<
  SdkTrading,
  | 'modifyPosition'
  | 'closePosition'
  | 'closePositionPartially'
  | 'closeBy'
  | 'modifyOrder'
  | 'cancelOrder'
>;

function fakeReductions(cloud: FakeCloud): Reductions {
  const close = async (
    what: string,
    position: string,
    lots: number,
    options: SdkMarketOptions,
  ): Promise<SdkTradeResponse> => {
    const request = { position: position as Ticket, lots: lots as Lots, magic: magicIn(options) };
    return cloud.trade({ type: 'close', ...request }, options.clientId, what);
  };
  return {
    async modifyPosition(id, stopLoss = 0, takeProfit = 0) {
      const request = { position: id as Ticket, stopLoss, takeProfit, magic: NO_MAGIC };
      return cloud.trade({ type: 'modify', ...request }, undefined, 'modifyPosition');
    },
    async closePosition(id, options) {
      const held = cloud.books().positions.find(({ ticket }) => ticket === id);
      return close('closePosition', id, held?.lots ?? 0.01, options);
    },
    closePositionPartially: async (id, volume, options) =>
      close('closePositionPartially', id, volume, options),
    async closeBy(id, by, options) {
      const both = { position: id as Ticket, by: by as Ticket, magic: magicIn(options) };
      return cloud.trade({ type: 'close-by', ...both }, options.clientId, 'closeBy');
    },
    async modifyOrder(id, price, stopLoss = 0, takeProfit = 0, options = {}) {
      const { stopLimitPrice: limitPrice } = options;
      const limit = limitPrice === undefined ? {} : { limitPrice };
      const levels = { price, stopLoss, takeProfit, ...limit, magic: NO_MAGIC };
      const request = { type: 'modify-order', order: id as Ticket, ...levels } as const;
      return cloud.trade(request, undefined, 'modifyOrder');
    },
    async cancelOrder(id) {
      const request = { type: 'cancel', order: id as Ticket, magic: NO_MAGIC } as const;
      return cloud.trade(request, undefined, 'cancelOrder');
    },
  };
}

interface Opening {
  readonly symbol: string;
  readonly volume: number;
  readonly price?: number;
  readonly limitPrice?: number;
  readonly stopLoss: number;
  readonly takeProfit: number;
  readonly side: Side;
  readonly kind: OpenRequest['kind'];
  readonly options: SdkMarketOptions & SdkPendingOptions;
}

async function open(cloud: FakeCloud, what: string, opening: Opening): Promise<SdkTradeResponse> {
  const { symbol, volume, price = 0, limitPrice, options, ...rest } = opening;
  const { comment = '', clientId = '', slippage = 0, expiration } = options;
  if (comment.length + clientId.length > 30) {
    throw new FakeSdkError('ValidationError', 'comment and clientId are too long');
  }
  const request = {
    type: 'open',
    symbol: symbol as SymbolName,
    lots: volume as Lots,
    price,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...rest,
    deviation: slippage as Points,
    comment,
    magic: magicIn(options),
    ...(expiration?.time ? { expiresAt: expiration.time.getTime() as UtcMs } : {}),
  } as const;
  return cloud.trade(request, options.clientId, what);
}

function magicIn({ magic = 0 }: { readonly magic?: number }): Magic {
  return magic as Magic;
}
