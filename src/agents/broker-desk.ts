import type {
  AccountRead,
  AccountSnapshot,
  BrokerEvent,
  DealBooked,
  OrderResult,
  PendingChanged,
  PositionChanged,
} from '../execution/broker-port.ts';
import { stateAfterResult } from '../execution/order-lifecycle.ts';
import { orderNumberOf, type Deal } from '../execution/order.ts';
import type { Money, UtcMs } from '../market/units.ts';
import { BooksDesk } from './books-desk.ts';
import type { BreakerWatch } from './breaker-watch.ts';
import type { Desk } from './desk.ts';
import { NewsOrder } from './news-order.ts';
import { settle, settleFilled, withoutNoise } from './settle.ts';

/** Silence after which an order's fate is unknown and the books are asked. */
const ANSWER_WITHIN_MS = 30_000;
/** Questions are looked through this often: a quote need not do it. */
const LOOK_EVERY_MS = 1_000;
/** The broker's equity is asked for so often while our own sum cannot be made. */
const BLIND_ASK_MS = 5_000;
/** Balances that differ by less are the same sum of cents. */
const HALF_A_CENT = 0.005;

/**
 * Takes in what the broker says. What follows from what we know is written down at once; what does
 * not (a deal before the one that opened its position, another balance) is left to the books.
 */
export class BrokerDesk {
  readonly #desk: Desk;
  readonly #breaker: BreakerWatch;
  readonly #books: BooksDesk;
  readonly #positionNews = new NewsOrder();
  readonly #orderNews = new NewsOrder();
  #lookedAt = -Infinity;

  constructor(desk: Desk, breaker: BreakerWatch, losesNothing = false) {
    this.#desk = desk;
    this.#breaker = breaker;
    this.#books = new BooksDesk(desk, breaker, losesNothing);
  }

  /** The books of this session have been read: without them nothing may be opened. */
  get booksRead(): boolean {
    return this.#books.read;
  }

  /** How many readings of the books were believed. */
  get booksBelieved(): number {
    return this.#books.believed;
  }

  take(event: BrokerEvent): void {
    if (event.type !== 'books' && event.type !== 'link') this.#books.noteNews(event.time);
    switch (event.type) {
      case 'link':
        this.#desk.emit({ kind: 'link', up: event.up, detail: event.detail });
        return this.#books.onLink(event.up);
      case 'books':
        return this.#books.take(event);
      case 'order-result':
        return this.#result(event);
      case 'deal':
        return this.#deal(event);
      case 'pending':
        return this.#pending(event);
      case 'position':
        return this.#position(event);
      case 'account':
        this.#account(event);
        return this.#breaker.onBrokerAccount(event.account, event.time);
    }
  }

  /** The broker's own equity is wanted, and comes with its books. */
  askWhileBlind(): void {
    if (this.#breaker.isBlind) this.#books.askEvery(BLIND_ASK_MS);
  }

  /** Called as time passes: unanswered orders become unknown, and the books are asked again. */
  lookAfterQuestions(): void {
    const { state, now } = this.#desk;
    if (now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    this.#books.askWhenDue(state.underway.size > 0 && this.#lookThrough());
  }

  /** Is a question open? */
  #lookThrough(): boolean {
    const { state, now } = this.#desk;
    let open = false;
    for (const order of state.underway.values()) {
      if (order.state === 'working') continue;
      if (order.state !== 'unknown') {
        if (now - order.since < ANSWER_WITHIN_MS) continue;
        // Filled, by the answer: only its deal has not come, and the books have it.
        if (order.state === 'intended') {
          const detail = `no answer within ${ANSWER_WITHIN_MS / 1000} s`;
          settle(this.#desk, order.number, 'unknown', detail);
        }
      }
      open = true;
    }
    return open;
  }

  /** Is no question open, and none due before `until`? */
  isAtRest(until: UtcMs): boolean {
    for (const order of this.#desk.state.underway.values()) {
      if (order.state !== 'working') return false;
    }
    return this.#books.isAtRest(until);
  }

  /** Ask for the books over a link: `atOnce`, or unless they were asked for a moment ago. */
  askForBooks(atOnce = false): void {
    this.#books.ask(atOnce);
  }

  /**
   * Credit, leverage and the like. Another balance is a deal that has not been told yet, money paid
   * in or out, or a charge: only the books, with what was booked, can tell which.
   */
  #account({ account }: AccountRead): void {
    const { state } = this.#desk;
    const known = state.account;
    if (!known) return;
    if (Math.abs(state.balance - account.balance) >= HALF_A_CENT) return this.#books.askSoon();
    const sameCredit = (known.credit ?? 0) === (account.credit ?? 0);
    if (sameCredit && sameTerms(known, account)) return;
    const before = (state.balance + (known.credit ?? 0)) as Money;
    const flow = sameCredit ? {} : this.#breaker.onCashFlow(before, account);
    this.#desk.emit({ kind: 'account-read', account, ...flow });
    if (flow.day) this.#desk.emit(flow.day);
  }

  #result(result: OrderResult): void {
    const { number, retcode, detail, order: ticket } = result;
    const answer = { retcode, ...(ticket === undefined ? {} : { ticket }) };
    settle(this.#desk, number, stateAfterResult(result), detail, answer);
  }

  /** A deal that does not follow from what we know came before another one: the books have both. */
  #deal({ deal, remaining, position, balance, time }: DealBooked): void {
    const desk = this.#desk;
    const { state } = desk;
    if (state.knownDeals.has(deal.ticket)) return; // a repeated report of the same deal
    const held = state.positions.get(deal.position)?.position.lots ?? 0;
    const after = deal.entry === 'in' ? held + deal.lots : held - deal.lots;
    if (withoutNoise(after - remaining) !== 0) return this.#books.askSoon();
    this.#positionNews.isNews(deal.position, time);
    const own = withoutNoise(state.balance + deal.profit + deal.commission + deal.swap) as Money;
    // Our own sum: the broker's has in it what other deals did that have not been told yet.
    if (state.account && Math.abs(own - balance) >= HALF_A_CENT) this.#books.askSoon();
    desk.emit({
      kind: 'deal',
      deal,
      remaining,
      ...(position === undefined ? {} : { position }),
      balance: state.account ? own : balance,
    });
    settleFilled(desk, deal);
  }

  /** Stops, target and swap; volume changes by deals alone. */
  #position({ position, time }: PositionChanged): void {
    const known = this.#desk.state.positions.get(position.ticket)?.position;
    if (!known) return this.#books.askSoon();
    if (!this.#positionNews.isNews(position.ticket, time)) return;
    const { lots, openPrice } = known;
    if (lots !== position.lots) this.#books.askSoon();
    this.#desk.emit({ kind: 'position-changed', position: { ...position, lots, openPrice } });
  }

  #pending({ order, state, time }: PendingChanged): void {
    if (!this.#orderNews.isNews(order.ticket, time, state !== 'placed')) return;
    this.#desk.emit({ kind: 'pending-changed', order, state });
    this.#filledInPart(order);
    this.#pendingEnded(order.magic, state);
  }

  /** What waits, or waited, for less than was sent has been filled in part, deal or no deal. */
  #filledInPart({ magic, lots, ticket }: PendingChanged['order']): void {
    const number = orderNumberOf(this.#desk.settings.magicNamespace, magic);
    const sent = number === undefined ? undefined : this.#desk.state.orders.get(number)?.opening;
    if (number === undefined || !sent || lots >= sent.lots) return;
    settle(this.#desk, number, 'filled', 'filled in part', { ticket });
  }

  #pendingEnded(magic: Deal['magic'], state: string): void {
    const number = orderNumberOf(this.#desk.settings.magicNamespace, magic);
    if (number === undefined) return;
    if (state === 'cancelled' || state === 'expired') {
      settle(this.#desk, number, 'cancelled', state);
    } else if (state === 'rejected') {
      settle(this.#desk, number, 'rejected', 'refused when triggered');
    }
  }
}

function sameTerms(known: AccountSnapshot, account: AccountSnapshot): boolean {
  return (
    known.leverage === account.leverage &&
    known.tradeMode === account.tradeMode &&
    known.positionMode === account.positionMode
  );
}
