import type { AccountSnapshot } from '../execution/broker-port.ts';
import {
  isFinal,
  type Magic,
  type OpeningOrder,
  type OrderNumber,
  type OrderState,
  type PendingOrder,
  type Position,
  type Reduction,
  type Ticket,
} from '../execution/order.ts';
import type { Lots, Money, SymbolName, UtcMs } from '../market/units.ts';
import type { PersonsValues } from './agent-settings.ts';
import { NOTHING_ELSEWHERE, type Elsewhere } from './elsewhere.ts';
import type { AgentState, Verdict } from './fact.ts';
import type { Side } from '../market/quote.ts';
import type { ManagedState } from './managed.ts';
import type { BreakerMemory } from '../risk/breaker-memory.ts';
import type { Signal } from '../signals/signal.ts';
import { noTrades, type TradeCount } from './trade-count.ts';

/** What is known of one agent; its analysis is rebuilt from bars, never stored. */
export interface AgentRecord {
  readonly symbol: SymbolName;
  state: AgentState;
  why: string;
  createdAt: UtcMs;
  /** Closing time of the newest bar that a candidate of this agent came from. */
  lastDecidedAt: UtcMs;
  lastDecision: { time: UtcMs; side: Side; confidence: number; verdict: Verdict } | undefined;
  /** Its newest faults since a person created it, oldest first. */
  faults: readonly UtcMs[];
  /** It failed and is tried again then; undefined while it does not wait for that. */
  retryAt: UtcMs | undefined;
}

/** An order or a reduction of ours, from its intent to its end. */
export interface OrderRecord {
  readonly number: OrderNumber;
  readonly magic: Magic;
  readonly intendedAt: UtcMs;
  readonly opening?: { readonly order: OpeningOrder; readonly lots: Lots; readonly risk: Money };
  readonly reduction?: Reduction;
  state: OrderState;
  /** When it came into this state. */
  since: UtcMs;
  retcode: number | undefined;
  detail: string;
  ticket: Ticket | undefined;
  /** What a fill of it did to the books is known: its deal was told, or the books were read since. */
  shown: boolean;
}

/**
 * May the order still change the books? Until its end is known, and after an answered fill until its
 * deal is seen: a position on its way counts like one that is open.
 */
export function isUnderway(order: OrderRecord): boolean {
  return !isFinal(order.state) || (order.state === 'filled' && !order.shown);
}

/** A position with what it cost to get: the risk its order was sized for. */
export interface PositionRecord {
  position: Position;
  /** 0 for positions that are not ours. */
  readonly risk: Money;
  readonly signalId: string | undefined;
  /** Commission and profit of the deals so far. */
  realised: Money;
  readonly managed: ManagedState;
}

/** A signal that waits for a person's word. */
export interface WaitingSignal {
  readonly signal: Signal;
  readonly since: UtcMs;
  readonly until: UtcMs;
}

/**
 * All that must outlive a crash. It is changed by {@link applyFact} alone, so folding the journal
 * gives the same state as having lived through it.
 */
export interface AccountState {
  seq: number;
  time: UtcMs;
  /** The next free order number. */
  nextNumber: number;
  readonly agents: Map<SymbolName, AgentRecord>;
  /** Orders whose end is open, and the newest ended ones. */
  readonly orders: Map<OrderNumber, OrderRecord>;
  /** Those of `orders` that are {@link isUnderway}: looked through at each event, so kept apart. */
  readonly underway: Map<OrderNumber, OrderRecord>;
  readonly positions: Map<Ticket, PositionRecord>;
  readonly pending: Map<Ticket, PendingOrder>;
  /** By their ids, oldest first. */
  readonly waiting: Map<string, WaitingSignal>;
  /** Tickets of deals and charges that are in the balance. */
  readonly knownDeals: Set<Ticket>;
  /** Charges from before then are in the balance; undefined before any books told charges apart. */
  chargesFrom: UtcMs | undefined;
  lastDealAt: UtcMs;
  /** When books were taken in last: deals before it are known, deals after it may have been lost. */
  reconciledAt: UtcMs;
  /** The newest deal known: books without it are older than what was told. */
  newestDeal: Ticket | undefined;
  /** What was open when a tripped breaker was armed again: it is still to be closed. */
  readonly condemned: Set<Magic>;
  balance: Money;
  account: AccountSnapshot | undefined;
  breaker: BreakerMemory | undefined;
  /** What persons have set for agents, by symbol. */
  readonly agentSettings: Map<SymbolName, PersonsValues>;
  readonly trades: TradeCount;
  /** An emergency stop: `done` by the books, until an agent is started again. */
  emergency: 'none' | 'begun' | 'done';
  /** What this program opened is being closed on request. */
  flattening: boolean;
  link: { up: boolean; detail: string };
  /** What the user's other accounts of the same kind hold, for the rules of conduct. */
  elsewhere: Elsewhere;
}

export function emptyAccountState(): AccountState {
  return {
    seq: 0,
    time: 0 as UtcMs,
    nextNumber: 1,
    agents: new Map(),
    orders: new Map(),
    underway: new Map(),
    positions: new Map(),
    pending: new Map(),
    waiting: new Map(),
    knownDeals: new Set(),
    chargesFrom: undefined,
    lastDealAt: 0 as UtcMs,
    reconciledAt: 0 as UtcMs,
    newestDeal: undefined,
    condemned: new Set(),
    balance: 0 as Money,
    account: undefined,
    breaker: undefined,
    agentSettings: new Map(),
    trades: noTrades(),
    emergency: 'none',
    flattening: false,
    link: { up: false, detail: 'not connected yet' },
    elsewhere: NOTHING_ELSEWHERE,
  };
}
