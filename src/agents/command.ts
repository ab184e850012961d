import type { Ticket } from '../execution/order.ts';
import type { SymbolName } from '../market/units.ts';

/** What a person or a program may ask of an account's core. */
export type Command =
  | { readonly type: 'create-agent'; readonly symbol: SymbolName }
  | { readonly type: 'stop-agent'; readonly symbol: SymbolName }
  | { readonly type: 'restart-agent'; readonly symbol: SymbolName }
  | { readonly type: 'close-position'; readonly position: Ticket }
  | { readonly type: 'emergency-stop' };

/** What the core answered: done, or why not. A refusal is an answer, not an error. */
export type CommandAnswer =
  | { readonly ok: true; readonly message: string }
  | {
      readonly ok: false;
      readonly reason:
        | 'no-such-agent'
        | 'agent-exists'
        | 'unknown-symbol'
        | 'no-such-position'
        | 'not-now';
      readonly message: string;
    };
