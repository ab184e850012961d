import type {
  AccountSnapshot,
  BooksRequest,
  BrokerEvent,
  BrokerPort,
  BrokerRequest,
} from '../../execution/broker-port.ts';
import type { Bar } from '../../market/bar.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Quote } from '../../market/quote.ts';
import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import { Admission } from './admission.ts';
import { BarPath, type PathOrder } from './bar-path.ts';
import { restoreBook, snapshotBook, type BrokerBooksState } from './broker-state.ts';
import { SlippageModel } from './costs.ts';
import { Dealer } from './dealer.ts';
import { Ledger } from './ledger.ts';
import { MarginWatch } from './margin-watch.ts';
import { marginLevel, valueAccount } from './margin.ts';
import { PriceMover } from './price-mover.ts';
import { RequestDesk } from './request-desk.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import { SymbolBook } from './symbol-book.ts';

const NO_EVENTS: readonly BrokerEvent[] = [];

/**
 * A MetaTrader 5 account that exists nowhere: books of its own, filled by the quotes or bars it is
 * shown. Pure and synchronous: its clock is the latest time it was told.
 */
export class SimulatedBroker implements BrokerPort {
  readonly #settings: SimulatedBrokerSettings;
  readonly #books = new Map<SymbolName, SymbolBook>();
  readonly #list: readonly SymbolBook[];
  readonly #ledger: Ledger;
  readonly #slippage: SlippageModel;
  readonly #mover: PriceMover;
  readonly #quotes: QuoteBook = { get: (symbol) => this.quoteOf(symbol) };
  readonly #desk: RequestDesk;
  readonly #margin: MarginWatch;
  readonly #path = new BarPath();
  readonly #limitThrough: number;
  #now = 0 as UtcMs;
  #toldBalance: number;
  /** Revision of the ledger that the margin watch knows. */
  #valued = 0;
  #wake: () => void = () => {};
  #woken = false;

  constructor(
    settings: SimulatedBrokerSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    state?: BrokerBooksState,
  ) {
    this.#settings = settings;
    for (const [symbol, instrument] of instruments)
      this.#books.set(symbol, new SymbolBook(instrument));
    this.#list = [...this.#books.values()];
    const quotes = this.#quotes;
    this.#ledger = new Ledger(settings, quotes);
    this.#slippage = new SlippageModel(settings.slippage, state?.slippage);
    const admission = new Admission(settings, this.#books, quotes);
    const dealer = new Dealer(this.#books, this.#ledger, admission, this.#slippage);
    const tellBooks = (request: BooksRequest): void => this.#tellBooks(request);
    this.#mover = new PriceMover(dealer);
    this.#desk = new RequestDesk(settings, this.#books, dealer, this.#ledger, tellBooks);
    this.#margin = new MarginWatch(settings, this.#list, quotes, this.#ledger, dealer);
    this.#limitThrough = settings.limitsOnBars === 'through' ? 1 : 0;
    if (state) this.#restore(state);
    this.#toldBalance = this.#ledger.balance;
  }

  static restore(
    settings: SimulatedBrokerSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    state: BrokerBooksState,
  ): SimulatedBroker {
    return new SimulatedBroker(settings, instruments, state);
  }

  submit(request: BrokerRequest): void {
    this.#desk.submit(request, this.#now);
    this.#finish();
  }

  drain(): readonly BrokerEvent[] {
    if (!this.#ledger.hasEvents) return NO_EVENTS;
    this.#woken = false;
    return this.#ledger.takeEvents();
  }

  /** Has anything happened that {@link drain} would tell? */
  get hasNews(): boolean {
    return this.#ledger.hasEvents;
  }

  onEvent(wake: () => void): void {
    this.#wake = wake;
    this.#finish();
  }

  /** Time passed without a quote: what has become due arrives, what has expired goes. */
  advance(time: UtcMs): void {
    if (time > this.#now) this.#now = time;
    if (this.#desk.isDue(this.#now)) {
      this.#desk.catchUp(this.#now);
      this.#finish();
    }
  }

  /** A quote as it comes from a feed: a jump from the one before. */
  onQuote(quote: Quote): void {
    this.#jump(quote.symbol, quote.bid, quote.ask, quote.time, 0);
  }

  /** The first price of a bar: a jump as well, but limit orders follow the rule for bars. */
  openBar(quote: Quote): void {
    this.#jump(quote.symbol, quote.bid, quote.ask, quote.time, this.#limitThrough);
  }

  /**
   * The price moves to `quote` through every price between, at the quote's own spread: what lies on
   * the way is set off in its order and filled at its level. A market order given since the last price
   * is filled at the worse end of the move.
   */
  walkTo(quote: Quote): void {
    const book = this.#books.get(quote.symbol);
    if (!book) return;
    if (!book.quoted || !book.busy) return this.openBar(quote);
    if (quote.time > this.#now) this.#now = quote.time;
    const startBid = book.bid;
    const startAsk = book.grid.round(startBid + (quote.ask - quote.bid));
    book.setPrice(startBid, startAsk, quote.time);
    if (book.inFlight > 0) {
      const worseAsk = Math.max(startAsk, quote.ask);
      this.#desk.fill(book, Math.min(startBid, quote.bid), worseAsk, this.#now);
    }
    this.advance(quote.time);
    this.#mover.settle(book, this.#limitThrough, this.#now);
    this.#mover.walk(book, quote.bid, quote.ask, this.#limitThrough, this.#now);
    this.#close(book);
  }

  /**
   * A whole bid bar at one spread (in price): its open, then its two extremes in `order`, then its
   * close. `lengthMs` is the bar's length, for the times of these prices.
   */
  onBar(
    symbol: SymbolName,
    bar: Bar,
    spreadPrice: Price,
    lengthMs: number,
    order: PathOrder = this.worseOrder(symbol),
  ): void {
    const book = this.#books.get(symbol);
    if (!book) return;
    const quotes = this.#path.lay(book.instrument, bar, spreadPrice, lengthMs, order);
    this.openBar(quotes[0]);
    if (book.busy) {
      this.walkTo(quotes[1]);
      this.walkTo(quotes[2]);
      this.walkTo(quotes[3]);
    } else this.openBar(quotes[3]);
  }

  /**
   * Which extreme of a bar would be worse to meet first: for a long book the low, for a short one the
   * high; with nothing open, the one that fills a waiting order last.
   */
  worseOrder(symbol: SymbolName): PathOrder {
    const book = this.#books.get(symbol);
    let open = this.#desk.lotsInFlight(symbol);
    let waiting = 0;
    if (book) {
      for (const { position } of book.positions) open += signed(position.side, position.lots);
      for (const order of book.orders) waiting += signed(order.side, order.lots);
    }
    if (open !== 0) return open > 0 ? 'low-first' : 'high-first';
    return waiting > 0 ? 'high-first' : 'low-first';
  }

  /** Anything of this symbol that a price could change: positions, waiting orders, market orders. */
  hasWork(symbol: SymbolName): boolean {
    return this.#books.get(symbol)?.busy === true;
  }

  quoteOf(symbol: SymbolName): Quote | undefined {
    const book = this.#books.get(symbol);
    return book?.quoted === true ? book : undefined;
  }

  account(): AccountSnapshot {
    return valueAccount(this.#ledger.balance, this.#list, this.#settings, this.#quotes);
  }

  inMarginCall(): boolean {
    return marginLevel(this.account()) < this.#settings.marginCallPct;
  }

  /** Cut or restore the link: over a cut one no request arrives and no answer comes back. */
  setLink(up: boolean, detail: string): void {
    this.#desk.linked = up;
    this.#ledger.tell({ type: 'link', time: this.#now, up, detail });
    this.#finish();
  }

  /** Let programs trade, or refuse their requests as a server does that has switched them off. */
  setExpertsAllowed(allowed: boolean): void {
    this.#desk.expertsAllowed = allowed;
  }

  /** The books as plain JSON, to be kept in a file of the broker's own. */
  snapshot(): BrokerBooksState {
    return {
      version: 1,
      now: this.#now,
      linked: this.#desk.linked,
      expertsAllowed: this.#desk.expertsAllowed,
      ledger: this.#ledger.snapshot(),
      numbers: this.#desk.numbers(),
      slippage: this.#slippage.snapshot(),
      books: this.#list.filter((book) => book.quoted).map(snapshotBook),
      inFlight: this.#desk.inFlight(),
    };
  }

  #restore(state: BrokerBooksState): void {
    this.#now = state.now;
    for (const one of state.books) {
      const book = this.#books.get(one.symbol);
      if (book) restoreBook(book, one);
      else if (one.positions.length + one.orders.length > 0) {
        throw new Error(
          `the broker's books hold ${one.symbol}, which is not among the instruments`,
        );
      }
    }
    this.#ledger.restore(state.ledger);
    this.#desk.restore(state);
    this.#margin.renew(this.#now);
  }

  #jump(symbol: SymbolName, bid: Price, ask: Price, time: UtcMs, limitThrough: number): void {
    const book = this.#books.get(symbol);
    if (!book) return;
    this.advance(time);
    book.setPrice(bid, ask, time);
    if (!book.busy) return;
    this.#mover.settle(book, limitThrough, this.#now);
    if (book.inFlight > 0) this.#desk.fill(book, bid, ask, this.#now);
    this.#close(book);
  }

  #close(book: SymbolBook): void {
    if (this.#ledger.revision !== this.#valued) {
      this.#valued = this.#ledger.revision;
      this.#margin.renew(this.#now);
    }
    this.#margin.look(book, this.#now);
    this.#finish();
  }

  #finish(): void {
    const { balance } = this.#ledger;
    if (balance !== this.#toldBalance) {
      this.#toldBalance = balance;
      this.#ledger.tell({ type: 'account', time: this.#now, account: this.account() });
    }
    if (!this.#ledger.hasEvents || this.#woken) return;
    this.#woken = true;
    this.#wake();
  }

  #tellBooks({ dealsSince }: BooksRequest): void {
    this.#ledger.tell({
      type: 'books',
      time: this.#now,
      account: this.account(),
      positions: this.#list.flatMap((book) => book.positions.map((held) => held.position)),
      orders: this.#list.flatMap((book) => book.orders),
      deals: this.#ledger.deals.filter((deal) => deal.time >= dealsSince),
    });
  }
}

function signed(side: 'buy' | 'sell', lots: number): number {
  return side === 'buy' ? lots : -lots;
}
