import type { AccountSnapshot } from '../execution/broker-port.ts';
import type { Charge } from '../execution/charge.ts';
import type {
  Deal,
  Magic,
  OpeningOrder,
  OrderNumber,
  OrderState,
  PendingOrder,
  Position,
  Reduction,
  Ticket,
} from '../execution/order.ts';
import type { AccountName, Lots, Money, SymbolName, UtcMs } from '../market/units.ts';
import type { BreakerMoved, DayStarted } from '../risk/breaker-memory.ts';
import type { Sizing } from '../risk/approval.ts';
import type { Signal } from '../signals/signal.ts';
import type { AccountMode } from './account-settings.ts';
import type { Command, CommandAnswer } from './command.ts';
import type { Elsewhere, Warning } from './elsewhere.ts';
import type { Excursion } from './excursions.ts';

/** Where an agent stands. */
export type AgentState = 'READY' | 'RUNNING' | 'DEGRADED' | 'QUARANTINED' | 'STOPPED';

/** What became of a candidate: taken with an order number, or not, and why not. */
export type Verdict =
  | {
      readonly taken: true;
      readonly number: OrderNumber;
      readonly lots: Lots;
      readonly risk: Money;
      /** How the volume came about; journals of the first version have none. */
      readonly sizing?: Sizing;
      /** What was said of it, and did not stand in its way. */
      readonly warnings?: readonly Warning[];
    }
  | {
      readonly taken: false;
      /** Which stage said no. */
      readonly by: 'gate' | 'confidence' | 'drift' | 'risk' | 'conduct' | 'missed';
      readonly reason: string;
      readonly detail: string;
      /** What risk decided on, where it was risk. */
      readonly numbers?: Readonly<Record<string, number>>;
      /** The user's other accounts that stood in its way. */
      readonly accounts?: readonly string[];
      /** It waits for approval until then. */
      readonly waitsUntil?: UtcMs;
    };

/** How the waiting of a signal for approval ended. */
export type ApprovalOutcome = 'approved' | 'declined' | 'expired' | 'withdrawn';

/**
 * What changed. Facts are the journal, the page's feed and the tests' oracle at once; folding them
 * gives back the account's state, and folding never decides anything.
 */
export type FactBody =
  | {
      readonly kind: 'session-started';
      readonly mode: AccountMode;
      readonly version: string;
      readonly node: string;
      /** Version of the runtime's time-zone data. */
      readonly zoneData: string;
      readonly settingsHash: string;
    }
  | { readonly kind: 'agent-created'; readonly symbol: SymbolName }
  | {
      readonly kind: 'agent-state';
      readonly symbol: SymbolName;
      readonly state: AgentState;
      readonly why: string;
      /** Of one that failed: it is tried again then. */
      readonly retryAt?: UtcMs;
    }
  | { readonly kind: 'signal'; readonly signal: Signal; readonly verdict: Verdict }
  | {
      /** A signal waits for approval no longer. */
      readonly kind: 'signal-approval';
      readonly signal: Signal;
      readonly outcome: ApprovalOutcome;
      readonly by: string;
      readonly detail: string;
      /** Of an approved one: what became of it at the prices of that moment. */
      readonly verdict?: Verdict;
    }
  | {
      readonly kind: 'order-intended';
      readonly number: OrderNumber;
      readonly magic: Magic;
      readonly order: OpeningOrder;
      readonly lots: Lots;
      readonly risk: Money;
    }
  | {
      readonly kind: 'reduction-intended';
      readonly number: OrderNumber;
      readonly magic: Magic;
      readonly reduction: Reduction;
    }
  | {
      readonly kind: 'order-state';
      readonly number: OrderNumber;
      readonly state: OrderState;
      readonly retcode?: number;
      readonly detail: string;
      readonly ticket?: Ticket;
    }
  | {
      readonly kind: 'deal';
      readonly deal: Deal;
      readonly remaining: Lots;
      readonly position?: Position;
      readonly balance: Money;
      /** Of a deal that ends its position: what prices it saw, as far as they were watched. */
      readonly excursion?: Excursion;
    }
  /** The broker took or gave money without a trade. It is lost or won: the day's base stays. */
  | { readonly kind: 'charge'; readonly charge: Charge; readonly balance: Money }
  | { readonly kind: 'position-changed'; readonly position: Position }
  | { readonly kind: 'pending-changed'; readonly order: PendingOrder; readonly state: string }
  | {
      /** The broker's books replaced ours; the differences are named. */
      readonly kind: 'reconciled';
      readonly account: AccountSnapshot;
      readonly positions: readonly Position[];
      readonly orders: readonly PendingOrder[];
      readonly differences: readonly string[];
      /** Where order numbers go on when the books hold higher ones than the journal does. */
      readonly nextNumber?: number;
      /** Of the first books that tell charges apart: the balance has in it those of before then. */
      readonly chargesFrom?: UtcMs;
      /** Where money paid in or out has moved the base of the day. */
      readonly day?: DayStarted;
    }
  /** The broker told of its account: a deposit, a withdrawal, another leverage. */
  | {
      readonly kind: 'account-read';
      readonly account: AccountSnapshot;
      /** Where the broker's credit has moved the base of the day. */
      readonly day?: DayStarted;
    }
  | DayStarted
  | BreakerMoved
  | { readonly kind: 'emergency-stop'; readonly state: 'begun' | 'done'; readonly by: string }
  /** What this program opened is closed on request; nothing is opened until it is done. */
  | { readonly kind: 'flatten'; readonly state: 'begun' | 'done'; readonly by: string }
  /** What is known of the user's other accounts of the same kind has changed. */
  | { readonly kind: 'elsewhere'; readonly elsewhere: Elsewhere }
  | {
      /** The broker describes an instrument otherwise than before. */
      readonly kind: 'instrument-changed';
      readonly symbol: SymbolName;
      readonly changes: readonly string[];
    }
  | { readonly kind: 'link'; readonly up: boolean; readonly detail: string }
  | {
      readonly kind: 'command';
      readonly id: string;
      readonly by: string;
      readonly command: Command;
      readonly answer: CommandAnswer;
    }
  | {
      readonly kind: 'fault';
      /** What failed; an agent's symbol, or a part of the account. */
      readonly where: string;
      readonly detail: string;
    };

export type FactKind = FactBody['kind'];

/** A fact with its place in the account's history. */
export interface Fact {
  /** 1, 2, 3 … without a hole. */
  readonly seq: number;
  readonly account: AccountName;
  readonly time: UtcMs;
  readonly body: FactBody;
}
