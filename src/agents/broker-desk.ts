import type {
  AccountSnapshot,
  BooksRead,
  BrokerEvent,
  DealBooked,
  OrderResult,
} from '../execution/broker-port.ts';
import { isOpenQuestion, mayFollow, stateAfterResult } from '../execution/order-lifecycle.ts';
import {
  orderNumberOf,
  type Deal,
  type OrderNumber,
  type OrderState,
  type Ticket,
} from '../execution/order.ts';
import { reconcile, type OpenQuestion } from '../execution/reconcile.ts';
import type { Lots, Money, UtcMs } from '../market/units.ts';
import { isUnderway } from './account-state.ts';
import type { BreakerWatch } from './breaker-watch.ts';
import type { Desk } from './desk.ts';

/** Silence after which an order's fate is unknown and the books are asked. */
const ANSWER_WITHIN_MS = 30_000;
/** Time between two readings of the books while a question is open. */
const ASK_AGAIN_MS = 20_000;
/** Questions are looked through this often: a quote need not do it. */
const LOOK_EVERY_MS = 1_000;
/** An order that the books have not shown for this long after its intent never happened. */
const ABSENT_AFTER_MS = 60_000;
/** Balances that differ by less are the same sum of cents. */
const HALF_A_CENT = 0.005;
/** Deals are asked for from this long before the last one known. */
const DEAL_OVERLAP_MS = 86_400_000;

/**
 * Takes in what the broker says. Its books are the truth; orders whose fate is open are settled from
 * them and never sent again.
 */
export class BrokerDesk {
  readonly #desk: Desk;
  readonly #breaker: BreakerWatch;
  #askedAt = -Infinity;
  #lookedAt = -Infinity;
  /** The link as this life has been told of it; the state may still have that of an earlier one. */
  #linked = false;
  /** The books of this session have been read: without them nothing may be opened. */
  booksRead = false;

  constructor(desk: Desk, breaker: BreakerWatch) {
    this.#desk = desk;
    this.#breaker = breaker;
  }

  take(event: BrokerEvent): void {
    const desk = this.#desk;
    switch (event.type) {
      case 'link':
        return this.#link(event.up, event.detail);
      case 'books':
        return this.#books(event);
      case 'order-result':
        return this.#result(event);
      case 'deal':
        return this.#deal(event);
      case 'pending':
        desk.emit({ kind: 'pending-changed', order: event.order, state: event.state });
        return this.#pendingEnded(event.order.magic, event.state);
      case 'position':
        return desk.emit({ kind: 'position-changed', position: event.position });
      case 'account':
        return this.#account(event.account);
    }
  }

  /** Called as time passes: unanswered orders become unknown, and the books are asked again. */
  lookAfterQuestions(): void {
    const { state, now } = this.#desk;
    if (now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    let open = !this.booksRead;
    for (const order of state.orders.values()) {
      if (order.state === 'working' || !isUnderway(order)) continue;
      if (order.state !== 'unknown') {
        if (now - order.since < ANSWER_WITHIN_MS) continue;
        // Filled, by the answer: only its deal has not come, and the books have it.
        if (order.state === 'intended') {
          this.#settle(order.number, 'unknown', `no answer within ${ANSWER_WITHIN_MS / 1000} s`);
        }
      }
      open = true;
    }
    if (open) this.askForBooks();
  }

  /** Ask for the books over a link: `atOnce`, or unless they were asked for a moment ago. */
  askForBooks(atOnce = false): void {
    const waited = this.#desk.now - this.#askedAt >= ASK_AGAIN_MS;
    if (this.#linked && (atOnce || waited)) this.#ask();
  }

  /** Deposits, withdrawals and changes of leverage; what deals do to the balance is known already. */
  #account(account: AccountSnapshot): void {
    const known = this.#desk.state.account;
    const sameBalance = Math.abs(this.#desk.state.balance - account.balance) < HALF_A_CENT;
    if (
      known &&
      sameBalance &&
      known.leverage === account.leverage &&
      known.tradeMode === account.tradeMode
    ) {
      return;
    }
    const before = this.#desk.state.balance;
    this.#desk.emit({ kind: 'account-read', account });
    if (known) this.#breaker.onCashFlow(before, account);
  }

  #link(up: boolean, detail: string): void {
    this.#linked = up;
    this.#desk.emit({ kind: 'link', up, detail });
    this.booksRead = false;
    if (up) this.#ask();
  }

  #ask(): void {
    this.#askedAt = this.#desk.now;
    const since = Math.max(0, this.#desk.state.lastDealAt - DEAL_OVERLAP_MS);
    this.#desk.readBooks(since as UtcMs);
  }

  #result(result: OrderResult): void {
    const to = stateAfterResult(result);
    const { retcode, order: ticket } = result;
    this.#settle(result.number, to, result.detail, {
      retcode,
      ...(ticket === undefined ? {} : { ticket }),
    });
  }

  #settle(
    number: OrderNumber,
    to: OrderState,
    detail: string,
    answer: { readonly retcode?: number; readonly ticket?: Ticket } = {},
  ): void {
    const order = this.#desk.state.orders.get(number);
    if (!order || !mayFollow(order.state, to)) return;
    this.#desk.emit({ kind: 'order-state', number, state: to, detail, ...answer });
  }

  #deal({ deal, remaining, position, balance }: DealBooked): void {
    const desk = this.#desk;
    if (desk.state.knownDeals.has(deal.ticket)) return; // a repeated report of the same deal
    desk.emit({
      kind: 'deal',
      deal,
      remaining,
      ...(position === undefined ? {} : { position }),
      balance,
    });
    this.#orderFilled(deal);
  }

  #orderFilled(deal: Deal): void {
    const number = orderNumberOf(this.#desk.settings.magicNamespace, deal.magic);
    if (number === undefined) return;
    this.#settle(number, 'filled', `deal ${deal.ticket}`, { ticket: deal.order });
  }

  #pendingEnded(magic: Deal['magic'], state: string): void {
    const number = orderNumberOf(this.#desk.settings.magicNamespace, magic);
    if (number === undefined) return;
    if (state === 'cancelled' || state === 'expired') this.#settle(number, 'cancelled', state);
    else if (state === 'rejected') this.#settle(number, 'rejected', 'refused when triggered');
  }

  #books(books: BooksRead): void {
    const { state } = this.#desk;
    const result = reconcile(
      {
        positions: new Map(
          [...state.positions].map(([ticket, { position }]) => [ticket, position]),
        ),
        pending: state.pending,
        questions: this.#questions(),
        knowsDeal: (ticket) => state.knownDeals.has(ticket),
      },
      books,
    );
    const known = state.account !== undefined;
    result.missedDeals.forEach((deal, at) => {
      this.#missedDeal(deal, result.missedDeals.slice(at + 1), books);
    });
    for (const [number, { state, detail, ticket }] of result.resolved) {
      this.#settle(number, state, detail, ticket === undefined ? {} : { ticket });
    }
    this.#settleAbsent(books);
    const before = state.balance;
    const nextNumber = 1 + highestNumber(this.#desk.settings.magicNamespace, books);
    this.#desk.emit({
      kind: 'reconciled',
      account: books.account,
      positions: books.positions,
      orders: books.orders,
      differences: result.differences,
      ...(nextNumber > state.nextNumber ? { nextNumber } : {}),
    });
    // What no deal explains was paid in or out while we were away.
    const paid = Math.abs(books.account.balance - before);
    if (known && paid >= HALF_A_CENT) this.#breaker.onCashFlow(before, books.account);
    this.booksRead = true;
  }

  #questions(): OpenQuestion[] {
    return [...this.#desk.state.orders.values()]
      .filter((order) => isOpenQuestion(order.state) || order.state === 'working')
      .map(({ number, magic, state }) => ({ number, magic, state }));
  }

  /** The books tell how much is left now; `later` deals of the position tell how much was then. */
  #missedDeal(deal: Deal, later: readonly Deal[], books: BooksRead): void {
    const position = books.positions.find((held) => held.ticket === deal.position);
    let remaining = position?.lots ?? 0;
    for (const next of later) {
      if (next.position !== deal.position) continue;
      remaining += next.entry === 'out' ? next.lots : -next.lots;
    }
    const net = deal.profit + deal.commission + deal.swap;
    this.#desk.emit({
      kind: 'deal',
      deal,
      remaining: withoutNoise(Math.max(0, remaining)) as Lots,
      ...(position === undefined ? {} : { position }),
      balance: withoutNoise(this.#desk.state.balance + net) as Money,
    });
    this.#orderFilled(deal);
  }

  /** Books that were read long enough after the intent and do not show an order: it never was. */
  #settleAbsent(books: BooksRead): void {
    const waiting = new Set(books.orders.map((order) => order.magic));
    for (const order of this.#desk.state.orders.values()) {
      if (order.state === 'working') {
        if (!waiting.has(order.magic))
          this.#settle(order.number, 'absent', 'no longer in the books');
        continue;
      }
      if (!isOpenQuestion(order.state)) continue;
      if (books.time - order.intendedAt < ABSENT_AFTER_MS) continue;
      this.#settle(order.number, 'absent', 'not in the books of the broker');
    }
  }
}

/** The highest order number of ours in the books; 0 when they hold none. */
function highestNumber(namespace: number, { positions, orders, deals }: BooksRead): number {
  let highest = 0;
  for (const list of [positions, orders, deals]) {
    for (const { magic } of list) {
      highest = Math.max(highest, orderNumberOf(namespace, magic) ?? 0);
    }
  }
  return highest;
}

/** A sum of lots or cents without float noise beyond the eighth decimal. */
function withoutNoise(sum: number): number {
  return Number(sum.toFixed(8));
}
