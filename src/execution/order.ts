import type { Nominal } from '../market/nominal.ts';
import type { Side } from '../market/quote.ts';
import type { Lots, Money, Points, Price, SymbolName, UtcMs } from '../market/units.ts';

/**
 * Number of an order, a close or any other request of an account: 1, 2, 3 … never reused, and durable
 * before the request is sent.
 */
export type OrderNumber = Nominal<number, 'OrderNumber'>;

/**
 * What the broker keeps with an order and its deals: `namespace * 2^32 + order number`, below 2^53.
 * It, and never the comment, identifies what is ours.
 */
export type Magic = Nominal<number, 'Magic'>;

/** The broker's own number of an order, deal or position; text, for some exceed 2^53. */
export type Ticket = Nominal<string, 'Ticket'>;

/** Tickets are whole numbers, some too large for a double: the longer one is the larger. */
export function compareTickets(left: Ticket, right: Ticket): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const NUMBERS = 4_294_967_296; // 2^32

export function magicOf(namespace: number, number: OrderNumber): Magic {
  return (namespace * NUMBERS + number) as Magic;
}

/** The order number inside a magic of ours, or undefined when the magic is another program's. */
export function orderNumberOf(namespace: number, magic: Magic): OrderNumber | undefined {
  if (Math.floor(magic / NUMBERS) !== namespace) return undefined;
  return numberIn(magic);
}

/** The order number inside a magic, whoever wrote it. */
export function numberIn(magic: Magic): OrderNumber {
  return (magic % NUMBERS) as OrderNumber;
}

/** An order that opens or adds risk. Stop and target travel in the same request. */
export interface OpeningOrder {
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly kind: 'market' | 'limit';
  /** The limit price; for a market order the price it was decided at. */
  readonly price: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly deviation: Points;
  readonly expiresAt?: UtcMs;
  /** The signal it came from. */
  readonly signalId: string;
}

/** Declared policies that look after open positions, and rules of conduct that close them. */
export type PolicyName =
  | 'break-even'
  | 'trailing-atr'
  | 'trailing-structure'
  | 'partial-take-profit'
  | 'time-stop'
  | 'weekend-flat'
  | 'close-flat'
  | 'news-flat';

/**
 * What can only reduce risk. No refusal, tripped breaker or failed agent holds it back. `policy` names
 * the declared policy that asked for it, where one did.
 */
export type Reduction =
  | {
      readonly type: 'close';
      readonly position: Ticket;
      readonly lots: Lots;
      readonly why: string;
      readonly policy?: PolicyName;
    }
  | {
      readonly type: 'cancel';
      readonly order: Ticket;
      readonly why: string;
      readonly policy?: PolicyName;
    }
  | {
      readonly type: 'tighten';
      readonly position: Ticket;
      readonly stopLoss: Price;
      readonly takeProfit: Price;
      readonly why: string;
      readonly policy?: PolicyName;
    };

/** Where an order or a reduction stands. `unknown` is resolved from the broker's books alone. */
export type OrderState =
  /** Durable, and perhaps sent: only an answer or the books tell. */
  'intended' | 'working' | 'filled' | 'rejected' | 'cancelled' | 'unknown' | 'absent';

export function isFinal(state: OrderState): boolean {
  return state === 'filled' || state === 'rejected' || state === 'cancelled' || state === 'absent';
}

/** A change of volume at the broker, as its books record it. */
export interface Deal {
  readonly ticket: Ticket;
  readonly order: Ticket;
  readonly position: Ticket;
  readonly magic: Magic;
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly entry: 'in' | 'out';
  readonly lots: Lots;
  readonly price: Price;
  readonly time: UtcMs;
  /** Why it happened: our request, or the broker's own hand. */
  readonly reason: 'client' | 'stop-loss' | 'take-profit' | 'stop-out' | 'expert';
  /** In account currency; 0 for an entry. */
  readonly profit: Money;
  readonly commission: Money;
  readonly swap: Money;
  readonly comment: string;
  /** The opposite position that closed it, where no price did. */
  readonly closedBy?: Ticket;
}

/** An open position as the broker's books show it. */
export interface Position {
  readonly ticket: Ticket;
  readonly magic: Magic;
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly lots: Lots;
  readonly openPrice: Price;
  readonly openedAt: UtcMs;
  /** 0 where the broker holds none. */
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly swap: Money;
  readonly comment: string;
}

/** An order that waits at the broker. */
export interface PendingOrder {
  readonly ticket: Ticket;
  readonly magic: Magic;
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly kind: 'limit' | 'stop' | 'stop-limit';
  readonly lots: Lots;
  readonly price: Price;
  /** Of a stop-limit order: the price of the limit order it will become. */
  readonly limitPrice?: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly placedAt: UtcMs;
  readonly expiresAt?: UtcMs;
  readonly comment: string;
}
