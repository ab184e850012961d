// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Structure } from './structure.ts';
import type { Trade } from './trade.ts';

export interface CandlesAnswer {
  account: string;
  symbol: string;
  timeframe: string;
  bars: [number, number, number, number, number, number][];
  structures: Structure[];
  trades: Trade[];
  success: true;
}
