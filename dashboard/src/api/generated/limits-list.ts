// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Limits } from './limits.ts';

export interface LimitsList {
  success: true;
  accounts: Limits[];
}
