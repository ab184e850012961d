import type { BrokerEvent } from '../../execution/broker-port.ts';
import type { Charge } from '../../execution/charge.ts';
import type { Deal, Magic, Ticket } from '../../execution/order.ts';
import type { Side } from '../../market/quote.ts';
import type { Lots, Money, Price, UtcMs } from '../../market/units.ts';

/** A volume that was filled, before it is booked. */
export interface Fill {
  readonly order: Ticket;
  readonly magic: Magic;
  readonly side: Side;
  readonly lots: Lots;
  readonly price: Price;
  readonly time: UtcMs;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly comment: string;
  /** Margin of the whole volume. */
  readonly margin: Money;
}

/** How a volume leaves a position. */
export interface Exit {
  readonly order: Ticket;
  readonly magic: Magic;
  readonly lots: Lots;
  readonly price: Price;
  readonly time: UtcMs;
  readonly reason: Deal['reason'];
  readonly comment: string;
  readonly closedBy?: Ticket;
}

/** What the ledger is restored from, besides the books. */
export interface LedgerState {
  readonly balance: Money;
  /** Absent: none. */
  readonly credit?: Money;
  readonly lastTicket: number;
  readonly deals: readonly Deal[];
  /** Absent: none. */
  readonly charges?: readonly Charge[];
  readonly events: readonly BrokerEvent[];
}
