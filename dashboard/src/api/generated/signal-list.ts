// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { SignalRecord } from './signal-record.ts';

export interface SignalList {
  success: true;
  /**
   * Newest first
   */
  signals: SignalRecord[];
}
