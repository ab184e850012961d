/**
 * What the MetaApi SDK tells, as far as this program reads it, described in its own words: the SDK is no
 * dependency (see sdk.ts).
 */

/** Some ids come as text and some as numbers. */
export type SdkId = string | number;

export interface SdkAccountInformation {
  readonly platform: string;
  readonly broker: string;
  readonly currency: string;
  readonly server: string;
  readonly balance: number;
  readonly credit?: number;
  readonly equity: number;
  readonly margin: number;
  readonly freeMargin: number;
  readonly leverage: number;
  readonly marginLevel?: number;
  /** ACCOUNT_MARGIN_MODE_RETAIL_HEDGING, _RETAIL_NETTING or _EXCHANGE. */
  readonly marginMode?: string;
  readonly tradeAllowed: boolean;
  readonly investorMode?: boolean;
  readonly login: SdkId;
  /** ACCOUNT_TRADE_MODE_DEMO, _CONTEST or _REAL. */
  readonly type: string;
}

/** What tells whose a position, order or deal is. */
export interface SdkOwned {
  readonly magic?: number;
  readonly clientId?: string;
  readonly comment?: string;
}

export interface SdkPosition extends SdkOwned {
  readonly id: SdkId;
  /** POSITION_TYPE_BUY or POSITION_TYPE_SELL. */
  readonly type: string;
  readonly symbol: string;
  readonly time: Date;
  readonly updateTime?: Date;
  readonly openPrice: number;
  readonly currentPrice?: number;
  readonly stopLoss?: number;
  readonly takeProfit?: number;
  readonly volume: number;
  readonly swap?: number;
  readonly profit?: number;
  readonly reason?: string;
}

export interface SdkOrder extends SdkOwned {
  readonly id: SdkId;
  readonly type: string;
  readonly state: string;
  readonly symbol: string;
  readonly time: Date;
  readonly doneTime?: Date;
  readonly openPrice: number;
  readonly stopLimitPrice?: number;
  readonly stopLoss?: number;
  readonly takeProfit?: number;
  readonly volume: number;
  readonly currentVolume: number;
  readonly positionId?: string;
  readonly reason?: string;
  readonly fillingMode?: string;
  readonly expirationType?: string;
  readonly expirationTime?: Date;
}

export interface SdkDeal extends SdkOwned {
  readonly id: SdkId;
  readonly type: string;
  readonly entryType?: string;
  readonly symbol?: string;
  readonly time: Date;
  readonly volume?: number;
  readonly price?: number;
  readonly commission?: number;
  readonly swap?: number;
  readonly profit?: number;
  readonly positionId?: SdkId;
  readonly orderId?: SdkId;
  readonly reason?: string;
}

export interface SdkDeals {
  readonly deals: readonly SdkDeal[];
  /** The history is still being read: what is here may not be all. */
  readonly synchronizing: boolean;
}

interface SdkSession {
  /** `hh:mm:ss.SSS` of the server's clock. */
  readonly from: string;
  readonly to: string;
}

export const SDK_DAYS = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
] as const;

export interface SdkSpecification {
  readonly symbol: string;
  readonly description?: string;
  readonly path?: string;
  readonly digits: number;
  readonly point: number;
  readonly tickSize: number;
  readonly minVolume: number;
  readonly maxVolume: number;
  readonly volumeStep: number;
  readonly fillingModes?: readonly string[];
  /** SYMBOL_TRADE_EXECUTION_…: how an order is executed. */
  readonly deal: string;
  readonly contractSize: number;
  readonly tradeSessions?: Readonly<
    Partial<Record<(typeof SDK_DAYS)[number], readonly SdkSession[]>>
  >;
  readonly tradeMode?: string;
  readonly initialMargin?: number;
  readonly maintenanceMargin?: number;
  readonly hedgedMargin?: number;
  readonly marginCurrency: string;
  readonly priceCalculationMode: string;
  readonly baseCurrency: string;
  readonly profitCurrency?: string;
  readonly swapMode: string;
  readonly swapLong?: number;
  readonly swapShort?: number;
  /** Nights of swap, from Sunday on. */
  readonly swapRates?: readonly number[];
  readonly swapRollover3Days?: string;
  readonly allowedExpirationModes?: readonly string[];
  readonly allowedOrderTypes?: readonly string[];
  readonly orderGTCMode?: string;
  readonly stopsLevel?: number;
  readonly freezeLevel?: number;
}

export interface SdkPrice {
  readonly symbol: string;
  readonly bid: number;
  readonly ask: number;
  readonly time: Date;
  /** `YYYY-MM-DD HH:mm:ss.SSS` of the server's clock. */
  readonly brokerTime: string;
  readonly profitTickValue?: number;
  readonly lossTickValue?: number;
}

export interface SdkCandle {
  readonly time: Date;
  readonly brokerTime: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly tickVolume?: number;
  readonly spread?: number;
  readonly volume?: number;
}

export interface SdkTradeResponse {
  readonly numericCode: number;
  readonly stringCode: string;
  readonly message?: string;
  readonly orderId?: SdkId;
  readonly positionId?: SdkId;
}
