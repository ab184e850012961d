import type {
  AccountSnapshot,
  BooksRead,
  BrokerEvent,
  DealBooked,
  OrderResult,
} from '../execution/broker-port.ts';
import { isOpenQuestion, mayFollow, stateAfterResult } from '../execution/order-lifecycle.ts';
import { orderNumberOf, type Deal, type OrderNumber, type OrderState } from '../execution/order.ts';
import { reconcile, type OpenQuestion } from '../execution/reconcile.ts';
import type { Lots, UtcMs } from '../market/units.ts';
import type { BreakerWatch } from './breaker-watch.ts';
import { targetOf } from './flatten.ts';
import type { Desk } from './desk.ts';

/** Silence after which an order's fate is unknown and the books are asked. */
const ANSWER_WITHIN_MS = 30_000;
/** Time between two readings of the books while a question is open. */
const ASK_AGAIN_MS = 20_000;
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

  /** Called as time passes: unanswered orders become unknown, and the books are asked about them. */
  lookAfterQuestions(): void {
    const { state, now } = this.#desk;
    let open = false;
    for (const order of state.orders.values()) {
      if (!isOpenQuestion(order.state)) continue;
      if (order.state === 'intended') {
        if (now - order.since < ANSWER_WITHIN_MS) continue;
        this.#settle(order.number, 'unknown', `no answer within ${ANSWER_WITHIN_MS / 1000} s`);
      }
      open = true;
    }
    if (open && state.link.up && now - this.#askedAt >= ASK_AGAIN_MS) this.#ask();
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
    this.#settle(result.number, to, result.detail, result);
  }

  #settle(number: OrderNumber, to: OrderState, detail: string, result?: OrderResult): void {
    const order = this.#desk.state.orders.get(number);
    if (!order || !mayFollow(order.state, to)) return;
    this.#desk.emit({
      kind: 'order-state',
      number,
      state: to,
      detail,
      ...(result === undefined ? {} : { retcode: result.retcode }),
      ...(result?.order === undefined ? {} : { ticket: result.order }),
    });
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
    if (number !== undefined) this.#settle(number, 'filled', `deal ${deal.ticket}`);
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
        positions: new Map([...state.positions].map(([ticket, { position }]) => [ticket, position])),
        pending: state.pending,
        questions: this.#questions(),
        knowsDeal: (ticket) => state.knownDeals.has(ticket),
      },
      books,
    );
    for (const deal of result.missedDeals) this.#missedDeal(deal, books);
    for (const [number, answer] of result.resolved) {
      this.#settle(number, answer.state, answer.detail);
    }
    this.#settleAbsent(books);
    this.#desk.emit({
      kind: 'reconciled',
      account: books.account,
      positions: books.positions,
      orders: books.orders,
      differences: result.differences,
    });
    this.booksRead = true;
  }

  #questions(): OpenQuestion[] {
    return [...this.#desk.state.orders.values()]
      .filter((order) => isOpenQuestion(order.state) || order.state === 'working')
      .map((order) => {
        const target = targetOf(order);
        return {
          number: order.number,
          magic: order.magic,
          state: order.state,
          ...(target === undefined ? {} : { target }),
        };
      });
  }

  #missedDeal(deal: Deal, books: BooksRead): void {
    const position = books.positions.find((held) => held.ticket === deal.position);
    this.#desk.emit({
      kind: 'deal',
      deal,
      remaining: position?.lots ?? (0 as Lots),
      ...(position === undefined ? {} : { position }),
      balance: books.account.balance,
    });
    this.#orderFilled(deal);
  }

  /** Books that were read long enough after the intent and do not show an order: it never was. */
  #settleAbsent(books: BooksRead): void {
    const waiting = new Set(books.orders.map((order) => order.magic));
    for (const order of this.#desk.state.orders.values()) {
      if (order.state === 'working') {
        if (!waiting.has(order.magic)) this.#settle(order.number, 'absent', 'no longer in the books');
        continue;
      }
      if (!isOpenQuestion(order.state)) continue;
      if (books.time - order.intendedAt < ABSENT_AFTER_MS) continue;
      this.#settle(order.number, 'absent', 'not in the books of the broker');
    }
  }
}
