// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface ConfigurationCheck {
  success: true;
  /**
   * Would the program start with it?
   */
  valid: boolean;
  /**
   * The text that was checked
   */
  yaml: string;
  problems: {
    /**
     * From 1; null where nothing of it is written
     */
    line: number | null;
    key: string;
    found: string;
    allowed: string;
    mend: string;
    /**
     * All of it in one line
     */
    says: string;
  }[];
  warnings: string[];
  /**
   * What would be otherwise after a restart with this text
   */
  changes: {
    key: string;
    from:
      | string
      | number
      | boolean
      | null
      | unknown[]
      | {
          [k: string]: unknown;
        };
    to:
      | string
      | number
      | boolean
      | null
      | unknown[]
      | {
          [k: string]: unknown;
        };
  }[];
}
