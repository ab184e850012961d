import type { BooksRead } from './broker-port.ts';
import {
  compareTickets,
  type Deal,
  type Magic,
  type OrderNumber,
  type OrderState,
  type PendingOrder,
  type Position,
  type Ticket,
} from './order.ts';

/** What we believe of an order whose fate is open. */
export interface OpenQuestion {
  readonly number: OrderNumber;
  readonly magic: Magic;
  readonly state: OrderState;
}

export interface OurBooks {
  readonly positions: ReadonlyMap<Ticket, Position>;
  readonly pending: ReadonlyMap<Ticket, PendingOrder>;
  readonly questions: readonly OpenQuestion[];
  knowsDeal(ticket: Ticket): boolean;
}

export interface Reconciliation {
  /** Deals that happened without our seeing them, oldest first. */
  readonly missedDeals: readonly Deal[];
  /** Fates that the books decide. What they do not show is not here. */
  readonly resolved: ReadonlyMap<
    OrderNumber,
    { state: OrderState; detail: string; ticket?: Ticket }
  >;
  /** In words, for the record and the person. */
  readonly differences: readonly string[];
}

/** Compare what we believe with the broker's books. The books are right; nothing is resent here. */
export function reconcile(ours: OurBooks, books: BooksRead): Reconciliation {
  const missedDeals = inOrder(books.deals.filter((deal) => !ours.knowsDeal(deal.ticket)));
  const resolved: Reconciliation['resolved'] = new Map(
    ours.questions.flatMap((question) => {
      const answer = answerFrom(question, books);
      return answer ? [[question.number, answer] as const] : [];
    }),
  );
  return { missedDeals, resolved, differences: differencesOf(ours, books) };
}

/** Each deal once, oldest first, however the broker lists them. */
function inOrder(deals: readonly Deal[]): Deal[] {
  const once = new Map(deals.map((deal) => [deal.ticket, deal]));
  return [...once.values()].toSorted(
    (left, right) => left.time - right.time || compareTickets(left.ticket, right.ticket),
  );
}

function answerFrom(
  question: OpenQuestion,
  books: BooksRead,
): { state: OrderState; detail: string; ticket?: Ticket } | undefined {
  const waiting = books.orders.find((order) => order.magic === question.magic);
  if (waiting)
    return { state: 'working', detail: 'found waiting in the books', ticket: waiting.ticket };
  const deal = books.deals.find((candidate) => candidate.magic === question.magic);
  if (deal) return { state: 'filled', detail: 'found among the deals', ticket: deal.order };
  const held = books.positions.find((position) => position.magic === question.magic);
  if (held) return { state: 'filled', detail: 'found among the positions', ticket: held.ticket };
  return undefined;
}

function differencesOf(ours: OurBooks, books: BooksRead): string[] {
  const lines: string[] = [];
  const held = new Set(books.positions.map((position) => position.ticket));
  for (const position of books.positions) {
    const mine = ours.positions.get(position.ticket);
    const what = `${position.symbol} ${position.side} ${position.lots} lots`;
    if (!mine) lines.push(`position ${position.ticket} (${what}) is new to us`);
    else if (mine.lots !== position.lots) {
      lines.push(`position ${position.ticket} has ${position.lots} lots, not ${mine.lots}`);
    } else if (mine.stopLoss !== position.stopLoss || mine.takeProfit !== position.takeProfit) {
      lines.push(`position ${position.ticket} has stop ${position.stopLoss}, not ${mine.stopLoss}`);
    }
  }
  for (const ticket of ours.positions.keys()) {
    if (!held.has(ticket)) lines.push(`position ${ticket} was closed while we were away`);
  }
  const waiting = new Set(books.orders.map((order) => order.ticket));
  for (const order of books.orders) {
    if (!ours.pending.has(order.ticket)) lines.push(`waiting order ${order.ticket} is new to us`);
  }
  for (const ticket of ours.pending.keys()) {
    if (!waiting.has(ticket)) lines.push(`waiting order ${ticket} is gone`);
  }
  return lines;
}
