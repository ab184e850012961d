import type { BooksRead } from './broker-port.ts';
import { uncounted, type Charge } from './charge.ts';
import type { Deal, PendingOrder, Position, Ticket } from './order.ts';

/** What we know of an account, to hold its books against. */
export interface KnownBooks {
  readonly positions: ReadonlyMap<Ticket, Position>;
  readonly pending: ReadonlyMap<Ticket, PendingOrder>;
  /** Undefined while nothing is known of the account. */
  readonly balance: number | undefined;
  /** The newest deal that we know of. */
  readonly newestDeal: Ticket | undefined;
  knowsDeal(ticket: Ticket): boolean;
  /** Is the charge in the balance that we know? */
  hasCounted(charge: Charge): boolean;
}

/**
 * Why these books are no proof yet that something is gone: they show less than we know of, and no
 * deal says why. A terminal that has just connected answers like that before it has its books, and
 * so does an answer that was overtaken by what happened after it. Undefined when all is explained.
 */
export function doubtOf(known: KnownBooks, books: BooksRead): string | undefined {
  const { newestDeal } = known;
  if (newestDeal !== undefined && !books.deals.some(({ ticket }) => ticket === newestDeal)) {
    return `deal ${newestDeal}, which was told, is not in them`;
  }
  if (books.account.balance === 0 && books.account.equity === 0) {
    return 'the account is worth nothing in them';
  }
  return missingVolume(known, books) ?? missingOrder(known, books) ?? paid(known, books);
}

/** Money that nothing explains was paid in or out, or what explains it is not all there yet. */
function paid(known: KnownBooks, { account, deals, charges }: BooksRead): string | undefined {
  if (known.balance === undefined) return undefined;
  let expected = known.balance;
  for (const { ticket, profit, commission, swap } of deals) {
    if (!known.knowsDeal(ticket)) expected += profit + commission + swap;
  }
  for (const { amount } of uncounted(charges, (charge) => known.hasCounted(charge))) {
    expected += amount;
  }
  if (Math.abs(account.balance - expected) < HALF_A_CENT) return undefined;
  return `the balance is ${account.balance}, by the deals it is ${expected.toFixed(2)}`;
}

/** What the deals leave of each position must be there. */
function missingVolume(known: KnownBooks, books: BooksRead): string | undefined {
  const expected = new Map<Ticket, number>();
  for (const [ticket, { lots }] of known.positions) expected.set(ticket, lots);
  for (const deal of books.deals) {
    if (known.knowsDeal(deal.ticket)) continue;
    expected.set(deal.position, (expected.get(deal.position) ?? 0) + change(deal));
  }
  for (const { ticket, lots } of books.positions) {
    expected.set(ticket, (expected.get(ticket) ?? 0) - lots);
  }
  for (const [ticket, missing] of expected) {
    if (missing > NOISE) {
      return `${Number(missing.toFixed(8))} lots of position ${ticket} are gone without a deal`;
    }
  }
  return undefined;
}

const HALF_A_CENT = 0.005;
/** Lots are multiples of a step far above this. */
const NOISE = 1e-8;

function change({ entry, lots }: Deal): number {
  return entry === 'in' ? lots : -lots;
}

function missingOrder(known: KnownBooks, books: BooksRead): string | undefined {
  for (const ticket of known.pending.keys()) {
    const waits = books.orders.some((order) => order.ticket === ticket);
    if (!waits && !books.deals.some(({ order }) => order === ticket)) {
      return `order ${ticket} is gone without a deal`;
    }
  }
  return undefined;
}

/** Do two readings show the same? Prices and money move between them; what is held does not. */
export function sameHoldings(one: BooksRead, other: BooksRead): boolean {
  return (
    one.account.balance === other.account.balance &&
    one.deals.length === other.deals.length &&
    one.positions.length === other.positions.length &&
    one.orders.length === other.orders.length &&
    one.positions.every(({ ticket, lots }, at) => {
      const same = other.positions[at];
      return same?.ticket === ticket && same.lots === lots;
    }) &&
    one.orders.every(({ ticket }, at) => other.orders[at]?.ticket === ticket)
  );
}
