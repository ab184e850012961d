// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Breaker } from './breaker.ts';

export interface Account {
  account: string;
  mode: 'simulated' | 'paper' | 'demo' | 'real';
  state: 'starting' | 'running' | 'stopped' | 'failed';
  /**
   * What it is doing, or why it failed and what to do
   */
  detail: string;
  /**
   * SIM in simulated mode: never a real currency
   */
  currency: string;
  /**
   * Amount in the account's currency, to the hundredth
   */
  balance: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  equity: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  openProfit: number;
  /**
   * Amount in the account's currency, to the hundredth
   */
  margin: number;
  breaker: Breaker | null;
  link: {
    up: boolean;
    detail: string;
  };
  /**
   * An emergency stop: begun until nothing is left in the books, then done until an agent is started again
   */
  emergency: 'none' | 'begun' | 'done';
  /**
   * What this program opened is being closed on request
   */
  flattening: boolean;
  marketOpen: boolean;
  /**
   * The account's own clock: simulated in simulated mode
   */
  serverTime: number;
  /**
   * Clock rule of the broker's server
   */
  serverClock: string;
  /**
   * Time-lapse factor of a simulated market
   */
  speed: number | null;
  /**
   * Signals above this confidence are executed
   */
  threshold: number;
  /**
   * Of a real account: whether this very configuration has earned real money
   */
  evidence: {
    /**
     * The last gate of this configuration
     */
    state: 'passed' | 'failed' | 'none';
    /**
     * trade_without_evidence: true
     */
    waived: boolean;
    says: string;
  } | null;
  symbols: {
    symbol: string;
    digits: number;
    timeframe: string;
  }[];
  lastSeq: number;
}
