// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { Account } from './account.ts';
import type { Agent } from './agent.ts';
import type { Event } from './event.ts';
import type { Position } from './position.ts';
import type { Snapshot } from './snapshot.ts';
import type { Structure } from './structure.ts';
import type { Trade } from './trade.ts';

export type StreamMessage =
  | {
      type: 'snapshot';
      snapshot: Snapshot;
    }
  | {
      type: 'accounts';
      accounts: Account[];
    }
  | {
      type: 'agents';
      agents: Agent[];
    }
  | {
      type: 'positions';
      positions: Position[];
    }
  | {
      type: 'event';
      event: Event;
    }
  | {
      type: 'equity';
      account: string;
      /**
       * time, equity, balance
       *
       * @minItems 3
       * @maxItems 3
       */
      point: [number, number, number];
    }
  | {
      type: 'bar';
      account: string;
      symbol: string;
      timeframe: string;
      /**
       * time, open, high, low, close, volume
       *
       * @minItems 6
       * @maxItems 6
       */
      bar: [number, number, number, number, number, number];
    }
  | {
      type: 'structure';
      account: string;
      symbol: string;
      timeframe: string;
      structure: Structure;
    }
  | {
      type: 'trade';
      trade: Trade;
    }
  | {
      type: 'quote';
      account: string;
      symbol: string;
      /**
       * Instant in milliseconds since 1970-01-01 UTC
       */
      time: number;
      bid: number;
      ask: number;
    };
