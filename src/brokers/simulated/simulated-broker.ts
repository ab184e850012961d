import type {
  AccountSnapshot,
  BooksRequest,
  BrokerEvent,
  BrokerPort,
  BrokerRequest,
} from '../../execution/broker-port.ts';
import type { ChargeKind } from '../../execution/charge.ts';
import type { Ticket } from '../../execution/order.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Quote } from '../../market/quote.ts';
import type { Money, Price, SymbolName, UtcMs } from '../../market/units.ts';
import { Admission } from './admission.ts';
import { Answers } from './answers.ts';
import { findPosition, heldIn } from './book-search.ts';
import type { PathOrder } from './bar-path.ts';
import { restoreBooks, snapshotBook, type BrokerBooksState } from './broker-state.ts';
import { SlippageModel } from './costs.ts';
import { Dealer } from './dealer.ts';
import { FillVolume } from './fill-volume.ts';
import { Ledger } from './ledger.ts';
import { MarginWatch } from './margin-watch.ts';
import { openProfit, valueAccount } from './margin.ts';
import { OrderKeeper } from './order-keeper.ts';
import { worseOrderOf } from './path-choice.ts';
import { PriceMover } from './price-mover.ts';
import { QuietPrices } from './quiet-prices.ts';
import { RequestDesk } from './request-desk.ts';
import { Rollover } from './rollover.ts';
import type { ReportedTerms, SimulatedBrokerSettings } from './settings.ts';
import { SymbolBook } from './symbol-book.ts';
const NO_EVENTS: readonly BrokerEvent[] = [];

/**
 * A MetaTrader 5 account that exists nowhere: books of its own, filled by the quotes or bars it is
 * shown. Pure and synchronous: its clock is the latest time it was told.
 */
export class SimulatedBroker implements BrokerPort {
  readonly quiet: QuietPrices;
  readonly #settings: SimulatedBrokerSettings;
  readonly #books = new Map<SymbolName, SymbolBook>();
  readonly #list: SymbolBook[] = [];
  readonly #ledger: Ledger;
  readonly #slippage: SlippageModel;
  readonly #volumes: FillVolume;
  readonly #rollover: Rollover;
  readonly #mover: PriceMover;
  readonly #quotes: QuoteBook = { get: (symbol) => this.quoteOf(symbol) };
  readonly #desk: RequestDesk;
  readonly #margin: MarginWatch;
  readonly #limitThrough: number;
  #now = 0 as UtcMs;
  #toldFunds: number;
  #wake: () => void = () => {};
  #woken = false;

  /** With `state`, the broker of that snapshot goes on. */
  constructor(
    terms: SimulatedBrokerSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    state?: BrokerBooksState,
  ) {
    const { positionMode = terms.positionMode } = state ?? {};
    const settings = { ...terms, positionMode };
    this.#settings = settings;
    for (const instrument of instruments.values()) this.know(instrument);
    const [quotes, books] = [this.#quotes, this.#books];
    const ledger = new Ledger(settings, quotes);
    const slippage = new SlippageModel(settings.slippage, state?.slippage);
    const volumes = new FillVolume(settings.partialFills, state?.volumes);
    const admission = new Admission(settings, books, quotes);
    const answers = new Answers(ledger);
    const keeper = new OrderKeeper(settings, books, ledger, answers);
    const all = { settings, books, ledger, answers, keeper };
    const dealer = new Dealer({ ...all, admission, slippage, volumes });
    const tellBooks = ({ dealsSince }: BooksRequest): void => {
      const shown = { ...heldIn(this.#list), ...ledger.since(dealsSince) };
      ledger.tell({ type: 'books', time: this.#now, account: this.account(), ...shown });
    };
    this.#ledger = ledger;
    this.#slippage = slippage;
    this.#volumes = volumes;
    this.#desk = new RequestDesk({ ...all, dealer, tellBooks });
    this.#margin = new MarginWatch(settings, this.#list, quotes, ledger, dealer);
    this.#mover = new PriceMover(dealer, this.#margin);
    const now = state?.now ?? (0 as UtcMs);
    this.#rollover = new Rollover(settings, this.#list, quotes, ledger, now);
    this.quiet = new QuietPrices({
      books,
      rollover: this.#rollover,
      desk: this.#desk,
      margin: this.#margin,
      now: () => this.#now,
    });
    this.#limitThrough = settings.limitsOnBars === 'through' ? 1 : 0;
    if (state) this.#restore(state);
    this.#toldFunds = this.#ledger.funds;
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

  /** See each event as it happens, while the account still stands as it left it. */
  observe(observer: (event: BrokerEvent) => void): void {
    this.#ledger.observe = observer;
  }

  /** Trade an instrument from now on; one that is known already stays as it is. */
  know(instrument: Instrument): void {
    if (this.#books.has(instrument.symbol)) return;
    const book = new SymbolBook(instrument);
    this.#books.set(instrument.symbol, book);
    this.#list.push(book);
  }

  /** Trade by what a real account's broker reports; keep positions so once none is open. */
  follow({ positionMode = this.#settings.positionMode, ...terms }: ReportedTerms): void {
    const isFlat = this.#list.every((book) => book.positions.length === 0);
    Object.assign(this.#settings, terms, isFlat ? { positionMode } : {});
    this.#margin.renew(this.#now);
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
    if (this.#rollover.isDue(this.#now)) this.#rollover.catchUp(this.#now);
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
    // Before anything is filled: what opens after midnight is not charged for the night.
    if (this.#rollover.isDue(this.#now)) this.#rollover.catchUp(this.#now);
    const startBid = book.bid;
    book.prices += 1;
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

  /** Which extreme of the next bar would be worse to meet first. */
  worseOrder(symbol: SymbolName): PathOrder {
    return worseOrderOf(this.#books.get(symbol), this.#desk.lotsInFlight(symbol));
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
    return valueAccount(this.#ledger, this.#list, this.#settings, this.#quotes);
  }

  /** Open profit of a position, without its swap; undefined when it is not open. */
  profitOf(ticket: Ticket): Money | undefined {
    const found = findPosition(this.#books, ticket);
    return found && openProfit(found.book, found.item, this.#settings, this.#quotes);
  }

  inMarginCall(): boolean {
    return this.#margin.inMarginCall;
  }

  /** Cut or restore the link: over a cut one no request arrives and no answer comes back. */
  setLink(up: boolean, detail: string): void {
    this.#desk.linked = up;
    this.#ledger.tell({ type: 'link', time: this.#now, up, detail });
    this.#finish();
  }

  /** Money is paid in, or out when it is negative, or lent by the broker. */
  pay(amount: Money, lent = 0 as Money): void {
    this.#ledger.pay(amount, lent);
    this.#finish();
  }

  /** Money is taken without a trade, or given where it is positive. */
  charge(kind: ChargeKind, amount: Money, comment = ''): void {
    this.#ledger.charge({ time: this.#now, kind, amount, comment });
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
      volumes: this.#volumes.snapshot(),
      marginCall: this.#margin.inMarginCall,
      positionMode: this.#settings.positionMode,
      books: this.#list.filter((book) => book.quoted).map(snapshotBook),
      inFlight: this.#desk.inFlight(),
    };
  }

  #restore(state: BrokerBooksState): void {
    this.#now = state.now;
    restoreBooks(this.#books, state.books);
    this.#ledger.restore(state.ledger);
    this.#desk.restore(state);
    this.#margin.inMarginCall = state.marginCall ?? false;
    this.#margin.renew(this.#now);
  }

  #jump(symbol: SymbolName, bid: Price, ask: Price, time: UtcMs, limitThrough: number): void {
    const book = this.#books.get(symbol);
    if (!book) return;
    this.advance(time);
    book.prices += 1;
    book.setPrice(bid, ask, time);
    if (!book.busy) return;
    this.#mover.settle(book, limitThrough, this.#now);
    if (book.inFlight > 0) {
      this.#desk.fill(book, bid, ask, this.#now); // a partial order's rest may come past its stop
      this.#mover.settle(book, limitThrough, this.#now);
    }
    this.#close(book);
  }

  #close(book: SymbolBook): void {
    this.#margin.look(book, this.#now);
    this.#finish();
  }

  #finish(): void {
    const { funds } = this.#ledger;
    if (funds !== this.#toldFunds) {
      this.#toldFunds = funds;
      this.#ledger.tell({ type: 'account', time: this.#now, account: this.account() });
    }
    if (!this.#ledger.hasEvents || this.#woken) return;
    this.#woken = true;
    this.#wake();
  }
}
