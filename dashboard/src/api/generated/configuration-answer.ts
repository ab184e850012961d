// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Setting } from './setting.ts';

export interface ConfigurationAnswer {
  success: true;
  /**
   * Null when the program runs on its defaults
   */
  file: string | null;
  /**
   * What the file says, without its comments
   */
  yaml: string;
  /**
   * Variables of the environment that are asked for secrets; never what they hold
   */
  secrets: {
    variable: string;
    is_set: boolean;
  }[];
  settings: Setting[];
}
