import type { Charge } from './charge.ts';
import type { Deal, Magic, OrderNumber, PendingOrder, Position, Ticket } from './order.ts';
import type { ExpirationMode, FillingMode } from '../market/instrument-modes.ts';
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

export type BrokerRequest =
  | OpenRequest
  | CloseRequest
  | CloseByRequest
  | CancelRequest
  | ModifyRequest
  | ModifyOrderRequest
  | BooksRequest;

interface Numbered {
  readonly number: OrderNumber;
  readonly magic: Magic;
}

export interface OpenRequest extends Numbered {
  readonly type: 'open';
  readonly symbol: SymbolName;
  readonly side: Side;
  /** A stop-limit order waits at `price` and then becomes a limit order at `limitPrice`. */
  readonly kind: 'market' | 'limit' | 'stop' | 'stop-limit';
  readonly lots: Lots;
  /** Of a pending order; for a market order the price it was decided at. */
  readonly price: Price;
  readonly limitPrice?: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  /** Largest slip a market order accepts where the execution mode knows one. */
  readonly deviation: Points;
  readonly expiresAt?: UtcMs;
  /** Absent: `specified` with `expiresAt`, otherwise `gtc`. */
  readonly lifetime?: ExpirationMode;
  /** Absent: the best that the instrument allows. */
  readonly filling?: FillingMode;
  readonly comment: string;
}

/** Close all of a position or `lots` of it. */
export interface CloseRequest extends Numbered {
  readonly type: 'close';
  readonly position: Ticket;
  readonly lots: Lots;
  /** Absent: the best that the instrument allows. */
  readonly filling?: FillingMode;
}

/** Close a position by an opposite one of the same symbol, without a price (hedging accounts). */
export interface CloseByRequest extends Numbered {
  readonly type: 'close-by';
  readonly position: Ticket;
  readonly by: Ticket;
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

/** Change a waiting order: all of these replace what the order had. */
export interface ModifyOrderRequest extends Numbered {
  readonly type: 'modify-order';
  readonly order: Ticket;
  readonly price: Price;
  readonly limitPrice?: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly expiresAt?: UtcMs;
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

/**
 * A waiting order came, or went; a fill is told by its deal as well. `placed` for one that was known
 * means that it changed: modified, filled in part, or a stop-limit order become a limit order.
 */
export interface PendingChanged {
  readonly type: 'pending';
  readonly time: UtcMs;
  readonly order: PendingOrder;
  readonly state: 'placed' | 'filled' | 'cancelled' | 'expired' | 'rejected';
}

/** Stop, target or swap of a position changed without a deal. */
export interface PositionChanged {
  readonly type: 'position';
  readonly time: UtcMs;
  readonly position: Position;
}

export interface AccountSnapshot {
  readonly currency: Currency;
  readonly balance: Money;
  /** What the broker lends on top of the balance; part of equity. Absent: none. */
  readonly credit?: Money;
  readonly equity: Money;
  readonly margin: Money;
  readonly freeMargin: Money;
  readonly leverage: number;
  /** Hedging keeps a position for each opening order, netting one for each symbol. Absent: hedging. */
  readonly positionMode?: 'hedging' | 'netting';
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
  /** What was taken or given without a trade since then. Absent: the broker does not tell it apart. */
  readonly charges?: readonly Charge[];
  /** The highest order number of ours that the terminal has seen, where it keeps count. */
  readonly highestNumber?: number;
}

export interface AccountRead {
  readonly type: 'account';
  readonly time: UtcMs;
  readonly account: AccountSnapshot;
  /** The margin level fell below the margin call, or rose above it again. */
  readonly marginCall?: 'begins' | 'ends';
}

export interface LinkChanged {
  readonly type: 'link';
  readonly time: UtcMs;
  readonly up: boolean;
  readonly detail: string;
}
