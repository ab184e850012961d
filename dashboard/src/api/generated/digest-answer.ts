// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface DigestAnswer {
  success: true;
  digests: {
    account: string;
    day: string;
    agents: {
      symbol: string;
      /**
       * Of the agent, now
       */
      state: string;
      why: string;
      candidates: number;
      taken: number;
      /**
       * Nearest miss first
       */
      refused: {
        by: string;
        reason: string;
        count: number;
        /**
         * The one of the highest confidence
         */
        nearest: {
          id: string;
          /**
           * Instant in milliseconds since 1970-01-01 UTC
           */
          time: number;
          side: 'buy' | 'sell';
          /**
           * Quality in 0..1; not a chance of winning
           */
          confidence: number;
          detail: string;
          failedGates: string[];
          /**
           * Its confidence would not have been enough either
           */
          belowThreshold: boolean;
          /**
           * Of a candidate below the threshold: the score part that cost it most
           */
          weakest?: {
            part: string;
            weight: number;
            value: number;
            detail: string;
            /**
             * The confidence with this part whole
             */
            confidenceWithIt: number;
          };
        };
      }[];
    }[];
  }[];
  /**
   * All of it as a person reads it
   */
  text: string;
}
