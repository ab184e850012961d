// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Structure {
  id: number;
  kind: string;
  direction: 'bullish' | 'bearish';
  /**
   * Opening time of the bar it speaks of
   */
  time: number;
  /**
   * When it became known: the confirming bar closed
   */
  confirmedTime: number;
  level?: number;
  top?: number;
  bottom?: number;
  ref?: number;
  scope?: string;
}
