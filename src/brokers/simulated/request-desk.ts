import type { BooksRequest, BrokerRequest, OpenRequest } from '../../execution/broker-port.ts';
import { isMarketOpen, nextClosing } from '../../market/market-hours.ts';
import { opposite } from '../../market/quote.ts';
import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import type { BrokerBooksState, InFlight } from './broker-state.ts';
import { gone, notWaiting, type Answers } from './answers.ts';
import { findOrder, findPosition } from './book-search.ts';
import type { Dealer, Rest } from './dealer.ts';
import type { Ledger } from './ledger.ts';
import { NumberLog, type NumberLogState } from './number-log.ts';
import type { OrderKeeper } from './order-keeper.ts';
import { checkForm } from './request-checks.ts';
import { RETCODE, refusal, type Refusal } from '../retcodes.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { SymbolBook } from './symbol-book.ts';
import { checkFilling, checkTradeMode } from './trade-permission.ts';

type NumberedRequest = Exclude<BrokerRequest, BooksRequest>;

const NAMESPACE_SIZE = 4_294_967_296;

export interface RequestDeskParts {
  readonly settings: SimulatedBrokerSettings;
  readonly books: ReadonlyMap<SymbolName, SymbolBook>;
  readonly dealer: Dealer;
  readonly keeper: OrderKeeper;
  readonly answers: Answers;
  readonly ledger: Ledger;
  readonly tellBooks: (request: BooksRequest) => void;
}

/**
 * Takes requests in, refuses what cannot be, and keeps the rest until its time: until it reaches the
 * server, and a market order or a close until a quote that it was not decided on.
 */
export class RequestDesk {
  linked = true;
  expertsAllowed = true;
  readonly #settings: SimulatedBrokerSettings;
  readonly #books: ReadonlyMap<SymbolName, SymbolBook>;
  readonly #dealer: Dealer;
  readonly #keeper: OrderKeeper;
  readonly #answers: Answers;
  readonly #ledger: Ledger;
  readonly #tellBooks: (request: BooksRequest) => void;
  readonly #numbers = new Map<number, NumberLog>();
  #queue: InFlight[] = [];
  /** Earliest instant at which something other than a quote needs attention. */
  #nextDue = Infinity;

  constructor(parts: RequestDeskParts) {
    this.#settings = parts.settings;
    this.#books = parts.books;
    this.#dealer = parts.dealer;
    this.#keeper = parts.keeper;
    this.#answers = parts.answers;
    this.#ledger = parts.ledger;
    this.#tellBooks = parts.tellBooks;
  }

  restore(state: BrokerBooksState): void {
    this.linked = state.linked;
    this.expertsAllowed = state.expertsAllowed;
    for (const one of state.numbers) this.#numbers.set(one.namespace, NumberLog.restore(one));
    for (const entry of state.inFlight) this.#enqueue(entry);
    this.#schedule();
  }

  numbers(): readonly NumberLogState[] {
    return [...this.#numbers.values()].map((log) => log.snapshot());
  }

  inFlight(): readonly InFlight[] {
    return [...this.#queue];
  }

  submit(request: BrokerRequest, now: UtcMs): void {
    if (request.type === 'read-books') return this.#submitBooks(request, now);
    if (!this.linked) {
      return this.#unknown(request, now, RETCODE.connection, 'no link to the server');
    }
    if (!this.#isNew(request)) {
      const detail = 'this number was used before: nothing was done, read the books';
      return this.#unknown(request, now, RETCODE.invalid, detail);
    }
    const symbol = this.#expertsAllowed() ?? this.#symbolOf(request);
    if (typeof symbol !== 'string') return this.#answers.refuse(request.number, symbol, now);
    const no = this.#check(request, symbol, now);
    if (no) return this.#answers.refuse(request.number, no, now);
    if (!waitsForQuote(request) && this.#settings.latencyMs === 0) this.#carryOut(request, now);
    else this.#enqueue(this.#entryOf(request, symbol, now));
    this.#schedule();
  }

  isDue(now: UtcMs): boolean {
    return now >= this.#nextDue;
  }

  /** Orders expire, requests arrive, market orders that met no quote in time are refused. */
  catchUp(now: UtcMs): void {
    this.#expireOrders(now);
    for (const entry of this.#queue) {
      const { request } = entry;
      if (request.type === 'read-books') continue;
      if (waitsForQuote(request)) {
        if (now >= (entry.refusedFrom ?? Infinity)) {
          this.#give(entry, () => this.#refuseLate(entry, request, now));
        }
      } else if (now >= entry.dueAt) this.#give(entry, () => this.#carryOut(request, now));
    }
    this.#answerBooks();
    this.#schedule();
  }

  /** Fill the market orders and closes of a symbol that a new price may fill. */
  fill(book: SymbolBook, bid: Price, ask: Price, now: UtcMs): void {
    for (const entry of this.#queue) {
      const { request } = entry;
      if (entry.symbol !== book.symbol || !waitsForQuote(request)) continue;
      if (now < entry.dueAt || book.time <= entry.after) continue;
      this.#give(entry, () => {
        const rest = this.#fillOne(book, entry, bid, ask, now);
        if (rest) this.#goOn(entry, rest, book.time);
      });
    }
    this.#answerBooks();
    this.#schedule();
  }

  /** Lots of the market orders in flight, buys less sells. */
  lotsInFlight(symbol: SymbolName): number {
    let sum = 0;
    for (const { request } of this.#queue) {
      if (request.type !== 'open' || request.symbol !== symbol || request.kind !== 'market')
        continue;
      sum += request.side === 'buy' ? request.lots : -request.lots;
    }
    return sum;
  }

  #fillOne(
    book: SymbolBook,
    { request, order }: InFlight,
    bid: Price,
    ask: Price,
    now: UtcMs,
  ): Rest | undefined {
    if (request.type === 'open') {
      return this.#dealer.open(book, request, request.side === 'buy' ? ask : bid, now, order);
    }
    if (request.type !== 'close') return undefined;
    const side = findPosition(this.#books, request.position)?.item.position.side ?? 'buy';
    return this.#dealer.close(request, opposite(side) === 'buy' ? ask : bid, now, order);
  }

  /** What is left of an order that may be filled in parts waits for a later price. */
  #goOn(entry: InFlight, { lots, order }: Rest, after: UtcMs): void {
    const { request } = entry;
    if (request.type !== 'open' && request.type !== 'close') return;
    this.#enqueue({ ...entry, request: { ...request, lots }, order, after });
  }

  #submitBooks(request: BooksRequest, now: UtcMs): void {
    if (!this.linked) return;
    // Behind what is in flight, or the books would deny an order that is about to be filled.
    this.#queue.push({ request, dueAt: now, after: now, refusedFrom: null, closes: false });
    this.#answerBooks();
  }

  #unknown(request: NumberedRequest, time: UtcMs, retcode: number, detail: string): void {
    const { number } = request;
    this.#ledger.tell({ type: 'order-result', time, number, outcome: 'unknown', retcode, detail });
  }

  #isNew({ number, magic }: NumberedRequest): boolean {
    if (!Number.isSafeInteger(number) || number < 1) return false;
    const namespace = Math.floor(magic / NAMESPACE_SIZE);
    let log = this.#numbers.get(namespace);
    if (!log) {
      log = new NumberLog(namespace);
      this.#numbers.set(namespace, log);
    }
    return log.add(number);
  }

  #expertsAllowed(): Refusal | undefined {
    if (this.expertsAllowed) return undefined;
    return refusal(RETCODE.serverDisablesExperts, 'the server does not let programs trade');
  }

  #symbolOf(request: NumberedRequest): SymbolName | Refusal {
    if (request.type === 'open') return request.symbol;
    if (request.type === 'cancel' || request.type === 'modify-order') {
      const found = findOrder(this.#books, request.order);
      return found?.book.symbol ?? notWaiting(request.order);
    }
    return findPosition(this.#books, request.position)?.book.symbol ?? gone(request.position);
  }

  #check(request: NumberedRequest, symbol: SymbolName, now: UtcMs): Refusal | undefined {
    const book = this.#books.get(symbol);
    if (!book) return refusal(RETCODE.invalid, `${symbol} is not traded here`);
    if (now > 0 && !isMarketOpen(book.instrument.week, now)) {
      return refusal(RETCODE.marketClosed, `the market of ${symbol} is closed`);
    }
    const { instrument } = book;
    if (request.type === 'close') {
      const { tradeMode } = instrument;
      // Whatever else a mode forbids, positions may be closed in it.
      const closed =
        tradeMode === 'disabled' ? checkTradeMode(instrument, 'sell', true) : undefined;
      return closed ?? checkFilling(instrument, request.filling);
    }
    if (request.type !== 'open') return undefined;
    const side = request.kind === 'market' ? undefined : request.side;
    return checkForm(book, request, now) ?? (side && checkTradeMode(instrument, side, false));
  }

  #entryOf(request: NumberedRequest, symbol: SymbolName, now: UtcMs): InFlight {
    const book = this.#books.get(symbol) as SymbolBook;
    const dueAt = (now + this.#settings.latencyMs) as UtcMs;
    const closing = (now > 0 && nextClosing(book.instrument.week, now)) || Infinity;
    const timeout = now > 0 ? dueAt + this.#settings.noQuoteTimeoutMs : Infinity;
    const first = Math.min(closing, timeout);
    const refusedFrom = first === Infinity ? null : first;
    return { request, dueAt, symbol, after: book.time, refusedFrom, closes: closing <= timeout };
  }

  #enqueue(entry: InFlight): void {
    this.#queue.push(entry);
    const book = entry.symbol === undefined ? undefined : this.#books.get(entry.symbol);
    if (book) book.inFlight += 1;
  }

  /** Take an entry out of the queue, then let `act` deal with it. */
  #give(entry: InFlight, act: () => void): void {
    this.#queue = this.#queue.filter((other) => other !== entry);
    const book = entry.symbol === undefined ? undefined : this.#books.get(entry.symbol);
    if (book) book.inFlight -= 1;
    act();
  }

  #carryOut(request: NumberedRequest, now: UtcMs): void {
    if (request.type === 'cancel') this.#keeper.cancel(request, now);
    else if (request.type === 'modify-order') this.#keeper.modify(request, now);
    else if (request.type === 'close-by') this.#dealer.closeBy(request, now);
    else if (request.type === 'modify') this.#dealer.modify(request, now);
    else if (request.type === 'open') this.#place(request, now);
  }

  #place(request: OpenRequest, now: UtcMs): void {
    this.#keeper.place(this.#books.get(request.symbol) as SymbolBook, request, now);
  }

  #refuseLate(entry: InFlight, request: NumberedRequest, now: UtcMs): void {
    const { symbol } = entry;
    const no = entry.closes
      ? refusal(RETCODE.marketClosed, `the market of ${symbol} closed before a quote came`)
      : refusal(RETCODE.priceOff, `no quote of ${symbol} came in time`);
    // The rest of an order that was answered is given up without another word.
    if (entry.order === undefined) this.#answers.refuse(request.number, no, now);
  }

  #answerBooks(): void {
    while (this.#queue[0]?.request.type === 'read-books') {
      const first = this.#queue.shift() as InFlight;
      this.#tellBooks(first.request as BooksRequest);
    }
  }

  #expireOrders(now: UtcMs): void {
    for (const book of this.#books.values()) {
      const expired = book.orders.filter(
        ({ expiresAt }) => expiresAt !== undefined && now >= expiresAt,
      );
      for (const order of expired) this.#ledger.removeOrder(book, order, 'expired', now);
    }
  }

  #schedule(): void {
    let next = Infinity;
    for (const entry of this.#queue) {
      if (entry.request.type === 'read-books') continue;
      const due = waitsForQuote(entry.request) ? entry.refusedFrom : entry.dueAt;
      next = Math.min(next, due ?? Infinity);
    }
    for (const book of this.#books.values()) {
      for (const { expiresAt } of book.orders) next = Math.min(next, expiresAt ?? Infinity);
    }
    this.#nextDue = next;
  }
}

function waitsForQuote(request: BrokerRequest): boolean {
  return request.type === 'close' || (request.type === 'open' && request.kind === 'market');
}
