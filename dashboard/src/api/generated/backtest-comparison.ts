// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface BacktestComparison {
  success: true;
  left: string;
  right: string;
  lines: {
    name: string;
    left: string;
    right: string;
  }[];
  /**
   * Why the two may not be compared as they stand
   */
  warnings: string[];
}
