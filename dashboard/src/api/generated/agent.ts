// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Agent {
  account: string;
  symbol: string;
  state: 'READY' | 'RUNNING' | 'DEGRADED' | 'QUARANTINED' | 'STOPPED';
  /**
   * Why the agent is in this state
   */
  why: string;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  createdAt: number;
  /**
   * Closed bars of its timeframe it has read since the start
   */
  barsSeen: number;
  lastBarAt: number | null;
  lastDecision: {
    /**
     * Instant in milliseconds since 1970-01-01 UTC
     */
    time: number;
    side: 'buy' | 'sell';
    /**
     * Quality in 0..1; not a chance of winning
     */
    confidence: number;
    taken: boolean;
    reason: string;
    detail: string;
  } | null;
  openPositions: number;
}
