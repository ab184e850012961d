// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Position {
  account: string;
  ticket: string;
  symbol: string;
  type: 'buy' | 'sell';
  /**
   * Lots
   */
  volume: number;
  price_open: number;
  price_current: number | null;
  sl: number;
  tp: number;
  profit: number | null;
  /**
   * Profit as a multiple of the risk taken
   */
  r: number | null;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  opened_at: number;
  magic: number;
  comment: string;
  /**
   * Opened by this program (by magic)
   */
  ours: boolean;
}
