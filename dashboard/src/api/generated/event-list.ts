// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Event } from './event.ts';

export interface EventList {
  success: true;
  /**
   * Newest last
   */
  events: Event[];
}
