// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Signal } from './signal.ts';

export interface SignalRecord {
  account: string;
  /**
   * Number of the fact in the account's journal
   */
  seq: number;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  time: number;
  signal: Signal;
  verdict:
    | {
        taken: true;
        number: number;
        lots: number;
        /**
         * Amount in the account's currency, to the hundredth
         */
        risk: number;
        /**
         * How the volume came about
         */
        sizing?: {
          entry: number;
          /**
           * What one lot loses at the stop, costs included
           */
          lossPerLot: number;
          /**
           * What the trade may lose
           */
          allowance: number;
          limitedBy: string;
          lots: number;
        };
        /**
         * What was said of it, and did not stand in its way
         */
        warnings?: {
          reason: string;
          detail: string;
          accounts: string[];
        }[];
      }
    | {
        taken: false;
        /**
         * Which stage said no
         */
        by: 'gate' | 'confidence' | 'drift' | 'risk' | 'conduct' | 'missed';
        reason: string;
        detail: string;
        /**
         * What risk decided on
         */
        numbers?: {
          [k: string]: number;
        };
        /**
         * Other accounts that stood in its way
         */
        accounts?: string[];
        /**
         * It waits for approval until then
         */
        waitsUntil?: number;
      };
}
