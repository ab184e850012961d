// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { WaitingSignal } from './waiting-signal.ts';

export interface WaitingList {
  success: true;
  /**
   * Oldest first
   */
  signals: WaitingSignal[];
}
