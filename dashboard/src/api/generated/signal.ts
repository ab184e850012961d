// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Signal {
  id: string;
  symbol: string;
  timeframe: 'M1' | 'M5' | 'M15' | 'M30' | 'H1' | 'H4' | 'D1';
  side: 'buy' | 'sell';
  /**
   * The moment the deciding bar closed
   */
  time: number;
  entry:
    | {
        kind: 'market';
        price: number;
      }
    | {
        kind: 'limit';
        price: number;
        /**
         * Instant in milliseconds since 1970-01-01 UTC
         */
        expiresAt: number;
      };
  stopLoss: number;
  takeProfit: number;
  /**
   * Quality in 0..1; not a chance of winning
   */
  confidence: number;
  gates: {
    gate: string;
    passed: boolean;
    detail: string;
  }[];
  score: {
    part: string;
    /**
     * Share of the whole score that the part is worth
     */
    weight: number;
    /**
     * 0..1: how much of the part was present
     */
    value: number;
    detail: string;
    /**
     * Structure events, as TIMEFRAME#id
     */
    evidence: string[];
  }[];
}
