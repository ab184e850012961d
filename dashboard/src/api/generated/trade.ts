// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Trade {
  account: string;
  symbol: string;
  position: string;
  side: 'buy' | 'sell';
  lots: number;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  openedAt: number;
  openPrice: number;
  closedAt: number | null;
  closePrice: number | null;
  stopLoss: number;
  takeProfit: number;
  net: number | null;
  r: number | null;
  /**
   * stop-loss, take-profit, client …
   */
  exit: string | null;
}
