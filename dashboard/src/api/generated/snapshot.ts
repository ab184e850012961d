// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Account } from './account.ts';
import type { Agent } from './agent.ts';
import type { Event } from './event.ts';
import type { Position } from './position.ts';

export interface Snapshot {
  version: string;
  accounts: Account[];
  agents: Agent[];
  positions: Position[];
  /**
   * Newest last
   */
  events: Event[];
  equity: {
    [k: string]: [number, number, number][];
  };
}
