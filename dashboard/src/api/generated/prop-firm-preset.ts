// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface PropFirmPreset {
  /**
   * What prop_firm_preset says to mean it
   */
  name: string;
  firm: string;
  phase: string;
  size: number;
  currency: string;
  /**
   * Where the rules were read
   */
  source: string;
  /**
   * When they were read, as YYYY-MM-DD
   */
  checked_on: string;
  age_days: number;
  /**
   * When the rules may no longer be true
   */
  warning: string | null;
  rules: {
    key: string;
    value:
      | string
      | number
      | boolean
      | null
      | unknown[]
      | {
          [k: string]: unknown;
        };
  }[];
  /**
   * Accounts that are under it
   */
  accounts: string[];
}
