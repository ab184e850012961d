import type { AccountSnapshot, BooksRead } from '../execution/broker-port.ts';
import { doubtOf, sameHoldings } from '../execution/evidence.ts';
import { isOpenQuestion } from '../execution/order-lifecycle.ts';
import { orderNumberOf, type OrderNumber } from '../execution/order.ts';
import { uncounted, type Charge } from '../execution/charge.ts';
import { reconcile, type OpenQuestion } from '../execution/reconcile.ts';
import type { Money, UtcMs } from '../market/units.ts';
import type { BreakerWatch } from './breaker-watch.ts';
import type { Desk } from './desk.ts';
import { takeMissed } from './missed-bookings.ts';
import { settle } from './settle.ts';

/** Time between two readings of the books while a question is open. */
const ASK_AGAIN_MS = 20_000;
/** Two readings so far apart that show the same are proof, even of less than we knew of. */
const CONFIRM_MS = 10_000;
/** The books are not asked for more often than this because of what was told. */
const LEAST_MS = 1_000;
/** Books are read again after so long while anything is held: a deal may have been lost. */
const READ_EVERY_MS = 240_000;
/** … and after so long while nothing is known to be held. */
const READ_IDLE_EVERY_MS = 3_600_000;
/** Books that do not show an order count from this long after its intent … */
const ABSENT_AFTER_MS = 60_000;
/** … and two of them so far apart prove that it never was: also when a machine slept in between. */
const ABSENT_TWICE_MS = 20_000;
/** The same at a terminal, which may be slow to show what its server has: all over one link. */
const ABSENT_TWICE_AT_TERMINAL_MS = 60_000;
const HALF_A_CENT = 0.005;
/** Deals are asked for from this long before the last one known and the last reading. */
const DEAL_OVERLAP_MS = 86_400_000;

/**
 * Asks for the broker's books and takes them in. They are the truth, and orders whose fate is open
 * are settled from them and never sent again; but books that show less than we know of, without a
 * deal that says why, are believed only once they were the same twice.
 */
export class BooksDesk {
  readonly #desk: Desk;
  readonly #breaker: BreakerWatch;
  readonly #losesNothing: boolean;
  #askedAt = -Infinity;
  #readAt = -Infinity;
  /** Something was told that only the books explain. */
  #wanted = false;
  /** The link as this life has been told of it; the state may still have that of an earlier one. */
  #linked = false;
  /** The broker's time of the newest thing it has told. */
  #newsAt = -Infinity;
  /** The first of the readings that show the same and are not believed yet. */
  #doubted: BooksRead | undefined;
  /** When the books first did not show an order of ours that they should, over this link. */
  readonly #missingSince = new Map<OrderNumber, UtcMs>();
  /** The books of this session have been read. */
  read = false;
  /** How many readings were believed. */
  believed = 0;

  constructor(desk: Desk, breaker: BreakerWatch, losesNothing: boolean) {
    this.#desk = desk;
    this.#losesNothing = losesNothing;
    this.#breaker = breaker;
  }

  onLink(up: boolean): void {
    this.#linked = up;
    this.read = false;
    this.#doubted = undefined;
    this.#missingSince.clear();
    if (up) this.#ask();
  }

  /** The broker has told something that happened then: older books do not have it. */
  noteNews(time: UtcMs): void {
    if (time > this.#newsAt) this.#newsAt = time;
  }

  ask(atOnce: boolean): void {
    this.askEvery(atOnce ? 0 : ASK_AGAIN_MS);
  }

  askEvery(ms: number): void {
    if (this.#linked && this.#desk.now - this.#askedAt >= ms) this.#ask();
  }

  askSoon(): void {
    this.#wanted = true;
    this.askEvery(LEAST_MS);
  }

  /** As time passes: because a question is `open`, to see a doubt through, or as a matter of course. */
  askWhenDue(open: boolean): void {
    const { now } = this.#desk;
    if (this.#doubted) {
      if (this.#linked && now - this.#askedAt >= CONFIRM_MS) this.#ask();
    } else if (this.#wanted) this.askSoon();
    else if (open || !this.read || this.#missingSince.size > 0) this.ask(false);
    else if (now - this.#readAt >= this.#interval()) this.ask(false);
  }

  /** Have they been read, are they believed, and will they not be asked for before `until`? */
  isAtRest(until: UtcMs): boolean {
    if (!this.read || this.#doubted || this.#wanted || this.#missingSince.size > 0) return false;
    return until - this.#readAt < this.#interval();
  }

  take(books: BooksRead): void {
    if (!this.#isProof(books)) return;
    this.believed += 1;
    const { state } = this.#desk;
    const result = reconcile(
      {
        positions: this.#positions(),
        pending: state.pending,
        questions: this.#questions(),
        knowsDeal: (ticket) => state.knownDeals.has(ticket),
      },
      books,
    );
    const known = state.account !== undefined;
    const factsBefore = state.seq;
    const tellsFirst = books.charges !== undefined && state.chargesFrom === undefined;
    const chargesFrom = tellsFirst ? this.#chargesFrom : undefined;
    const charges = uncounted(books.charges, (charge) => this.#hasCounted(charge));
    takeMissed(this.#desk, result.missedDeals, charges, books.positions);
    for (const [number, { state: to, detail, ticket }] of result.resolved) {
      settle(this.#desk, number, to, detail, ticket === undefined ? {} : { ticket });
    }
    this.#settleAbsent(books);
    const before = paidInto(state.balance, state.account);
    const paid = Math.abs(paidInto(books.account.balance, books.account) - before);
    const nextNumber = 1 + highestNumber(this.#desk.settings.magicNamespace, books);
    const isNews =
      !this.read ||
      state.emergency === 'begun' || // its end rests on what these show
      state.seq > factsBefore ||
      result.differences.length > 0 ||
      paid >= HALF_A_CENT ||
      nextNumber > state.nextNumber ||
      tellsFirst ||
      this.#isUnshown();
    // What no deal and no charge explains was paid in or out while we were away.
    const isPaid = known && paid >= HALF_A_CENT;
    const flow = isPaid ? this.#breaker.onCashFlow(before, books.account) : {};
    if (isNews) {
      this.#desk.emit({
        kind: 'reconciled',
        account: books.account,
        positions: books.positions,
        orders: books.orders,
        differences: result.differences,
        ...(nextNumber > state.nextNumber ? { nextNumber } : {}),
        ...(chargesFrom === undefined ? {} : { chargesFrom }),
        ...flow,
      });
    }
    if (flow.day) this.#desk.emit(flow.day);
    this.#breaker.onBooks(books);
    this.#breaker.onBrokerAccount(books.account, books.time);
    this.read = true;
    this.#readAt = this.#desk.now;
    this.#wanted = false;
  }

  #ask(): void {
    this.#askedAt = this.#desk.now;
    const { lastDealAt, reconciledAt } = this.#desk.state;
    // A deal that was told says nothing of those before it: what was lost is younger than the books.
    const readAt = Math.max(reconciledAt, this.#readAt);
    const since = Math.max(0, Math.min(lastDealAt, readAt) - DEAL_OVERLAP_MS);
    this.#desk.readBooks(since as UtcMs);
  }

  #interval(): number {
    if (this.#losesNothing) return Infinity;
    const { positions, pending } = this.#desk.state;
    return positions.size + pending.size > 0 ? READ_EVERY_MS : READ_IDLE_EVERY_MS;
  }

  #isProof(books: BooksRead): boolean {
    const { state } = this.#desk;
    if (books.time < this.#newsAt) {
      this.askSoon(); // they were overtaken by what happened after them
      return false;
    }
    const doubt =
      this.#firstDoubt() ??
      doubtOf(
        {
          positions: this.#positions(),
          pending: state.pending,
          balance: state.account && state.balance,
          newestDeal: state.newestDeal,
          knowsDeal: (ticket) => state.knownDeals.has(ticket),
          hasCounted: (charge) => this.#hasCounted(charge),
        },
        books,
      );
    const first = this.#doubted;
    if (doubt === undefined) {
      this.#doubted = undefined;
      return true;
    }
    if (!first || !sameHoldings(first, books)) {
      this.#doubted = books;
      return false;
    }
    if (books.time - first.time < CONFIRM_MS || books.time <= state.lastDealAt) return false;
    this.#doubted = undefined;
    return true;
  }

  /** A terminal shows little when it has just connected; of an unknown account all may be missing. */
  #firstDoubt(): string | undefined {
    const { state, settings } = this.#desk;
    if (state.account || settings.mode === 'simulated') return undefined;
    return 'nothing is known of the account yet';
  }

  #positions() {
    return new Map(
      [...this.#desk.state.positions].map(([ticket, held]) => [ticket, held.position]),
    );
  }

  #questions(): OpenQuestion[] {
    return [...this.#desk.state.underway.values()]
      .filter((order) => isOpenQuestion(order.state) || order.state === 'working')
      .map(({ number, magic, state }) => ({ number, magic, state }));
  }

  /** An order was answered as filled and its deal has not been seen: these books have it. */
  #isUnshown(): boolean {
    for (const order of this.#desk.state.underway.values()) {
      if (order.state === 'filled') return true;
    }
    return false;
  }

  #hasCounted({ ticket, time }: Charge): boolean {
    return this.#desk.state.knownDeals.has(ticket) || time < this.#chargesFrom;
  }

  /** A balance that was read before charges were told apart has in it what was charged until then. */
  get #chargesFrom(): UtcMs {
    const { chargesFrom, account, reconciledAt } = this.#desk.state;
    return chargesFrom ?? (account ? reconciledAt : (0 as UtcMs));
  }

  /** Two readings that do not show an order, long enough after its intent and apart: it is not. */
  #settleAbsent(books: BooksRead): void {
    const waiting = new Set(books.orders.map((order) => order.magic));
    const { mode } = this.#desk.settings;
    const twiceMs = mode === 'simulated' ? ABSENT_TWICE_MS : ABSENT_TWICE_AT_TERMINAL_MS;
    for (const order of this.#desk.state.orders.values()) {
      const works = order.state === 'working';
      if (works ? waiting.has(order.magic) : !isOpenQuestion(order.state)) {
        this.#missingSince.delete(order.number);
        continue;
      }
      if (!works && books.time - order.intendedAt < ABSENT_AFTER_MS) continue;
      const since = this.#missingSince.get(order.number);
      if (since === undefined) this.#missingSince.set(order.number, books.time);
      if (since === undefined || books.time - since < twiceMs) continue;
      const detail = works ? 'no longer in the books' : 'not in the books of the broker';
      settle(this.#desk, order.number, 'absent', detail);
      this.#missingSince.delete(order.number);
    }
  }
}

/** Balance and credit: what deposits, withdrawals and the broker's credit move. */
function paidInto(balance: Money, account: AccountSnapshot | undefined): Money {
  return (balance + (account?.credit ?? 0)) as Money;
}

/** The highest order number of ours in the books; 0 when they hold none. */
function highestNumber(
  namespace: number,
  { positions, orders, deals, highestNumber: told = 0 }: BooksRead,
): number {
  let highest = told;
  for (const list of [positions, orders, deals]) {
    for (const { magic } of list) {
      highest = Math.max(highest, orderNumberOf(namespace, magic) ?? 0);
    }
  }
  return highest;
}
