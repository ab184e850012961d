// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { ClosedTrade } from './closed-trade.ts';

export interface TradeList {
  success: true;
  /**
   * Newest first
   */
  trades: ClosedTrade[];
}
