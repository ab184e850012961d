import type { Ticket } from '../execution/order.ts';
import type { AgentChange } from './agent-settings.ts';
import type { SymbolName } from '../market/units.ts';

/** What a person or a program may ask of an account's core. */
export type Command =
  | { readonly type: 'create-agent'; readonly symbol: SymbolName }
  | { readonly type: 'stop-agent'; readonly symbol: SymbolName }
  | { readonly type: 'restart-agent'; readonly symbol: SymbolName }
  | { readonly type: 'close-position'; readonly position: Ticket }
  /** The program's own watchdog saw the agent's strategy hang; only a person starts it again. */
  | { readonly type: 'quarantine-agent'; readonly symbol: SymbolName; readonly why: string }
  /** Make an agent's settings stricter than the configuration, or put them back to it. */
  | { readonly type: 'set-agent'; readonly symbol: SymbolName; readonly change: AgentChange }
  /** Close what this program opened and cancel what it has waiting; agents stay, and wait for it. */
  | { readonly type: 'flatten' }
  /** An authorised person arms a tripped circuit breaker again. */
  | { readonly type: 'rearm-breaker' }
  | { readonly type: 'emergency-stop' }
  /**
   * Take a signal that waits for approval, if drift, gates and risk still allow it at the present
   * prices. Answers `no-such-signal` when it does not wait (any more), `not-now` when the account
   * cannot trade at the moment and it goes on waiting, `refused` when it was refused for good.
   */
  | { readonly type: 'approve-signal'; readonly signalId: string }
  /** A signal that waits for approval is not wanted. Answers `no-such-signal` like approval. */
  | { readonly type: 'decline-signal'; readonly signalId: string };

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
        | 'no-such-signal'
        | 'refused'
        | 'not-now';
      readonly message: string;
    };
