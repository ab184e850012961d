// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface ClosedTrade {
  account: string;
  position: string;
  symbol: string;
  side: 'buy' | 'sell';
  lots: number;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  openedAt: number;
  openPrice: number;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  closedAt: number;
  closePrice: number;
  stopLoss: number;
  takeProfit: number;
  /**
   * At risk when it was sized; 0 for a position that is not ours
   */
  risk: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  gross: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  commission: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  swap: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  net: number;
  /**
   * Net as a multiple of the risk
   */
  r: number;
  /**
   * Lowest profit it showed; null unless watched from its opening
   */
  mae: number | null;
  /**
   * Highest profit it showed; null unless watched from its opening
   */
  mfe: number | null;
  exit: string;
  signalId: string;
  /**
   * Quality in 0..1; not a chance of winning
   */
  confidence: number;
}
