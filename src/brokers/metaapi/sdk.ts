import type {
  SdkId,
  SdkAccountInformation,
  SdkCandle,
  SdkDeal,
  SdkDeals,
  SdkOrder,
  SdkPosition,
  SdkPrice,
  SdkSpecification,
  SdkTradeResponse,
} from './sdk-records.ts';

/**
 * The part of the MetaApi SDK that this program calls, described in its own words. The SDK may be used
 * with its maker's service alone and is no dependency: whoever wants this road installs it.
 */

export interface SdkTradeOptions {
  readonly comment?: string;
  readonly clientId?: string;
  readonly magic?: number;
  readonly slippage?: number;
}

export type SdkMarketOptions = SdkTradeOptions & { readonly fillingModes?: string[] };
export type SdkPendingOptions = SdkTradeOptions & {
  readonly expiration?: { readonly type: string; readonly time?: Date };
};

type Answered = Promise<SdkTradeResponse>;
type Opens = (
  symbol: string,
  volume: number,
  stopLoss: number,
  takeProfit: number,
  options: SdkMarketOptions,
) => Answered;
type Places = (
  symbol: string,
  volume: number,
  openPrice: number,
  stopLoss: number,
  takeProfit: number,
  options: SdkPendingOptions,
) => Answered;
type PlacesTwice = (
  symbol: string,
  volume: number,
  openPrice: number,
  stopLimitPrice: number,
  stopLoss: number,
  takeProfit: number,
  options: SdkPendingOptions,
) => Answered;

/** What trades. A call is sent once and never again by the SDK. */
export interface SdkTrading {
  readonly createMarketBuyOrder: Opens;
  readonly createMarketSellOrder: Opens;
  readonly createLimitBuyOrder: Places;
  readonly createLimitSellOrder: Places;
  readonly createStopBuyOrder: Places;
  readonly createStopSellOrder: Places;
  readonly createStopLimitBuyOrder: PlacesTwice;
  readonly createStopLimitSellOrder: PlacesTwice;
  modifyPosition(positionId: string, stopLoss?: number, takeProfit?: number): Answered;
  closePosition(positionId: string, options: SdkMarketOptions): Answered;
  closePositionPartially(positionId: string, volume: number, options: SdkMarketOptions): Answered;
  closeBy(positionId: string, oppositePositionId: string, options: SdkMarketOptions): Answered;
  modifyOrder(
    orderId: string,
    openPrice: number,
    stopLoss?: number,
    takeProfit?: number,
    options?: { readonly stopLimitPrice?: number },
  ): Answered;
  cancelOrder(orderId: string): Answered;
}

interface Fresh {
  readonly refreshTerminalState?: boolean;
}

/** Questions and answers: what it says was asked of the terminal just now. */
export interface SdkRpc extends SdkTrading {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  waitSynchronized(timeoutInSeconds?: number): Promise<unknown>;
  getAccountInformation(options?: Fresh): Promise<SdkAccountInformation>;
  getPositions(options?: Fresh): Promise<readonly SdkPosition[]>;
  getOrders(options?: Fresh): Promise<readonly SdkOrder[]>;
  getDealsByTimeRange(from: Date, to: Date, offset?: number, limit?: number): Promise<SdkDeals>;
  getSymbolSpecification(symbol: string): Promise<SdkSpecification>;
  getServerTime(): Promise<{ readonly time: Date; readonly brokerTime: string }>;
}

/** What is told as it happens. Several servers may tell the same. */
export interface SdkListener {
  onDisconnected(instance: string): Promise<unknown>;
  onBrokerConnectionStatusChanged(instance: string, connected: boolean): Promise<unknown>;
  onSynchronizationStarted(instance: string, ...hashes: string[]): Promise<unknown>;
  onAccountInformationUpdated(instance: string, now: SdkAccountInformation): Promise<unknown>;
  onPositionsReplaced(instance: string, positions: readonly SdkPosition[]): Promise<unknown>;
  onPositionsUpdated(
    instance: string,
    positions: readonly SdkPosition[],
    removedIds: readonly string[],
  ): Promise<unknown>;
  onPendingOrdersUpdated(
    instance: string,
    orders: readonly SdkOrder[],
    completedIds: readonly string[],
  ): Promise<unknown>;
  onHistoryOrderAdded(instance: string, order: SdkOrder): Promise<unknown>;
  onDealAdded(instance: string, deal: SdkDeal): Promise<unknown>;
  onSymbolSpecificationUpdated(instance: string, one: SdkSpecification): Promise<unknown>;
  onSymbolPricesUpdated(
    instance: string,
    prices: readonly SdkPrice[],
    ...amounts: number[]
  ): Promise<unknown>;
}

export interface SdkStream {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  waitSynchronized(options?: { readonly timeoutInSeconds?: number }): Promise<unknown>;
  readonly synchronized: boolean;
  readonly terminalState: {
    readonly connectedToBroker: boolean;
    readonly positions: readonly SdkPosition[];
    price(symbol: string): SdkPrice | undefined;
  };
  addSynchronizationListener(listener: SdkListener): void;
  removeSynchronizationListener(listener: SdkListener): void;
  subscribeToMarketData(
    symbol: string,
    subscriptions: { type: string }[],
    timeoutInSeconds?: number,
  ): Promise<unknown>;
}

export interface SdkAccount {
  readonly login: SdkId;
  readonly server: string;
  /** DEPLOYED, UNDEPLOYED and others. */
  readonly state: string;
  /** Of MetaTrader: 4 or 5. */
  readonly version: number | string;
  /** Trades are placed as if by hand, without a magic. */
  readonly manualTrades?: boolean;
  deploy(): Promise<unknown>;
  waitDeployed(timeoutInSeconds?: number): Promise<unknown>;
  waitConnected(timeoutInSeconds?: number): Promise<unknown>;
  getStreamingConnection(): SdkStream;
  getRPCConnection(): SdkRpc;
  getHistoricalCandles(
    symbol: string,
    timeframe: string,
    startTime?: Date,
    limit?: number,
  ): Promise<readonly SdkCandle[] | undefined>;
}

export interface SdkApi {
  readonly metatraderAccountApi: { getAccount(accountId: string): Promise<SdkAccount> };
  close(): void;
}

export interface SdkOptions {
  readonly region?: string;
  readonly requestTimeout?: number;
}

/** The module as it is imported. */
export interface Sdk {
  readonly default: new (token: string, options?: SdkOptions) => SdkApi;
  /** A listener that hears everything and does nothing. */
  readonly SynchronizationListener: new () => object;
}
