// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Backtest } from './backtest.ts';

export interface BacktestList {
  success: true;
  /**
   * Newest first
   */
  backtests: Backtest[];
}
