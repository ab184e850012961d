// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface TradeCourseAnswer {
  account: string;
  position: string;
  /**
   * Null where the bars of that time are no longer kept
   */
  timeframe: string | null;
  /**
   * From before the entry until after the exit; empty without any
   */
  bars: [number, number, number, number, number, number][];
  success: true;
}
