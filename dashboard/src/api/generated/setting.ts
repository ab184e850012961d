// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Setting {
  /**
   * As accounts[0].limits.max_leverage
   */
  key: string;
  /**
   * Of whose account it is
   */
  account: string | null;
  /**
   * In force; null where nothing is set. A secret is never told
   */
  value:
    | string
    | number
    | boolean
    | null
    | unknown[]
    | {
        [k: string]: unknown;
      };
  /**
   * null where there is none
   */
  default:
    | string
    | number
    | boolean
    | null
    | unknown[]
    | {
        [k: string]: unknown;
      };
  unit: string | null;
  kind: 'number' | 'text' | 'choice' | 'switch' | 'list';
  choices: string[];
  /**
   * The rule, in words
   */
  allowed: string;
  description: string;
  source: 'file' | 'preset' | 'command-line' | 'default';
  /**
   * Where the file sets it, from 1
   */
  line: number | null;
  /**
   * Agents for which a person has set it stricter
   */
  persons: {
    symbol: string;
    value: number;
    by: string | null;
    at: number | null;
  }[];
  /**
   * A person may make it stricter for an agent at any time
   */
  while_running: boolean;
}
