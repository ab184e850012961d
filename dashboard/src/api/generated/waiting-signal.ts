// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Signal } from './signal.ts';

export interface WaitingSignal {
  account: string;
  signal: Signal;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  since: number;
  /**
   * It expires then
   */
  until: number;
}
