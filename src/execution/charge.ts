import type { Money, UtcMs } from '../market/units.ts';
import { compareTickets, type Ticket } from './order.ts';

/** What the broker books money for, apart from trades. */
export type ChargeKind =
  | 'charge'
  | 'correction'
  | 'commission'
  | 'agent-commission'
  | 'interest'
  | 'dividend'
  | 'tax'
  | 'other';

/**
 * Money that the broker took (negative) or gave without a trade. It is lost or won, as a deal's
 * commission is; what is paid in or out, or lent, is no charge.
 */
export interface Charge {
  /** Of the deal that it was booked as: no deal and no other charge has it. */
  readonly ticket: Ticket;
  readonly time: UtcMs;
  readonly kind: ChargeKind;
  /** In account currency. */
  readonly amount: Money;
  readonly comment: string;
}

/** Those that are not counted yet, each once, oldest first, however the broker lists them. */
export function uncounted(
  charges: readonly Charge[] | undefined,
  isCounted: (charge: Charge) => boolean,
): Charge[] {
  const once = new Map(charges?.map((charge) => [charge.ticket, charge]));
  return [...once.values()]
    .filter((charge) => !isCounted(charge))
    .toSorted((one, other) => one.time - other.time || compareTickets(one.ticket, other.ticket));
}
