// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Structure } from './structure.ts';
import type { Trade } from './trade.ts';

export interface CandlesAnswer {
  account: string;
  symbol: string;
  timeframe: string;
  /**
   * Closed ones, oldest first
   */
  bars: [number, number, number, number, number, number][];
  /**
   * What is known of the next bar, from finer ones that closed
   */
  forming: [number, number, number, number, number, number] | null;
  /**
   * The timeframe they were gathered from; such a timeframe has no structures
   */
  built_from: string | null;
  structures: Structure[];
  trades: Trade[];
  success: true;
}
