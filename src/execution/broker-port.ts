import type {
  Deal,
  Magic,
  OrderNumber,
  PendingOrder,
  Position,
  Ticket,
} from './order.ts';
import type { Side } from '../market/quote.ts';
import type { Currency, Lots, Money, Points, Price, SymbolName, UtcMs } from '../market/units.ts';

/**
 * The port to a broker: requests go out through one queue, events come in through another, and
 * nothing is ever awaited. An answer that never comes is therefore an ordinary case.
 */
export interface BrokerPort {
  /** Hand over a request. Its outcome, if there is one, arrives as an event with the same number. */
  submit(request: BrokerRequest): void;
  /** Take the events that have arrived since the last call, oldest first. */
  drain(): readonly BrokerEvent[];
  /** Called by the port when an idle queue gets its first event; the caller then drains. */
  onEvent(wake: () => void): void;
}

export type BrokerRequest = OpenRequest | CloseRequest | CancelRequest | ModifyRequest | BooksRequest;

interface Numbered {
  readonly number: OrderNumber;
  readonly magic: Magic;
}

export interface OpenRequest extends Numbered {
  readonly type: 'open';
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly kind: 'market' | 'limit' | 'stop';
  readonly lots: Lots;
  /** Of a pending order; for a market order the price it was decided at. */
  readonly price: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /** Largest slip a market order accepts where the execution mode knows one. */
  readonly deviation: Points;
  readonly expiresAt?: UtcMs;
  readonly comment: string;
}

/** Close all of a position or `lots` of it. */
export interface CloseRequest extends Numbered {
  readonly type: 'close';
  readonly position: Ticket;
  readonly lots: Lots;
}

export interface CancelRequest extends Numbered {
  readonly type: 'cancel';
  readonly order: Ticket;
}

export interface ModifyRequest extends Numbered {
  readonly type: 'modify';
  readonly position: Ticket;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
}

/** Ask for the broker's authoritative books. */
export interface BooksRequest {
  readonly type: 'read-books';
  /** Deals from this instant on are wanted too. */
  readonly dealsSince: UtcMs;
}

export type BrokerEvent =
  | OrderResult
  | DealBooked
  | PendingChanged
  | PositionChanged
  | BooksRead
  | AccountRead
  | LinkChanged;

/**
 * What became of a request. `done` executed it, `placed` left an order working, `rejected` is a
 * definite no, `unknown` is no answer: only the books can tell.
 */
export interface OrderResult {
  readonly type: 'order-result';
  readonly time: UtcMs;
  readonly number: OrderNumber;
  readonly outcome: 'done' | 'placed' | 'rejected' | 'unknown';
  /** MetaTrader's TRADE_RETCODE number, such as 10009. */
  readonly retcode: number;
  readonly detail: string;
  readonly order?: Ticket;
}

/** A deal, with the position as it stands after it; `remaining` is 0 lots when it is closed. */
export interface DealBooked {
  readonly type: 'deal';
  readonly time: UtcMs;
  readonly deal: Deal;
  readonly remaining: Lots;
  /** The position after the deal; absent when it is closed. */
  readonly position?: Position;
  readonly balance: Money;
}

/** A waiting order came, or went; a fill is told by its deal as well. */
export interface PendingChanged {
  readonly type: 'pending';
  readonly time: UtcMs;
  readonly order: PendingOrder;
  readonly state: 'placed' | 'filled' | 'cancelled' | 'expired' | 'rejected';
}

/** Stop or target of a position changed without a deal. */
export interface PositionChanged {
  readonly type: 'position';
  readonly time: UtcMs;
  readonly position: Position;
}

export interface AccountSnapshot {
  readonly currency: Currency;
  readonly balance: Money;
  readonly equity: Money;
  readonly margin: Money;
  readonly freeMargin: Money;
  readonly leverage: number;
  /** `simulated` money belongs to no one. */
  readonly tradeMode: 'simulated' | 'demo' | 'real';
}

/** The authoritative books at one instant: what is not in them does not exist. */
export interface BooksRead {
  readonly type: 'books';
  readonly time: UtcMs;
  readonly account: AccountSnapshot;
  readonly positions: readonly Position[];
  readonly orders: readonly PendingOrder[];
  /** Deals since the instant asked for, oldest first. */
  readonly deals: readonly Deal[];
}

export interface AccountRead {
  readonly type: 'account';
  readonly time: UtcMs;
  readonly account: AccountSnapshot;
}

export interface LinkChanged {
  readonly type: 'link';
  readonly time: UtcMs;
  readonly up: boolean;
  readonly detail: string;
}
