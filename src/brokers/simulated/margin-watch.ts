import type { AccountSnapshot } from '../../execution/broker-port.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import { isMarketOpen } from '../../market/market-hours.ts';
import type { PriceSpan } from '../../market/price-span.ts';
import type { Price, UtcMs } from '../../market/units.ts';
import { printedLevel } from './costs.ts';
import type { Dealer } from './dealer.ts';
import type { Ledger } from './ledger.ts';
import { standingOf } from '../stop-out-rule.ts';
import { lossRate, openProfit, symbolMargin, valueAccount } from './margin.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/** How much nearer than the margin call or stop-out an estimate may come before the account is valued exactly. */
const CAUTION = 1.5;
const CAUTION_PCT = 20;
const RATES_HOLD_MS = 300_000;

/**
 * Closes the largest loser while the account stands below its stop-out level. An account is valued at every
 * quote by an estimate that costs nothing, and exactly as soon as the estimate comes near.
 */
export class MarginWatch {
  readonly #settings: SimulatedBrokerSettings;
  readonly #books: readonly SymbolBook[];
  readonly #quotes: QuoteBook;
  readonly #ledger: Ledger;
  readonly #dealer: Dealer;
  #margin = 0;
  #open = 0;
  /** Is there anything that the levels are compared with? */
  #exposed = false;
  #ratesUntil = -Infinity;
  /** Revision of the ledger that the sums here are of. */
  #revision = -1;
  /** Has the margin level fallen below the margin call? */
  inMarginCall = false;

  constructor(
    settings: SimulatedBrokerSettings,
    books: readonly SymbolBook[],
    quotes: QuoteBook,
    ledger: Ledger,
    dealer: Dealer,
  ) {
    this.#settings = settings;
    this.#books = books;
    this.#quotes = quotes;
    this.#ledger = ledger;
    this.#dealer = dealer;
  }

  /** To be called after positions changed. */
  renew(now: UtcMs): void {
    this.#revision = this.#ledger.revision;
    this.#margin = 0;
    this.#open = 0;
    let positions = 0;
    for (const book of this.#books) {
      book.estimate = 0;
      if (book.positions.length === 0) continue;
      book.rate = lossRate(book, this.#settings, this.#quotes) ?? book.rate;
      book.estimate = book.openInQuote * book.rate + book.swap;
      this.#margin += symbolMargin(book);
      this.#open += book.estimate;
      positions += book.positions.length;
    }
    this.#exposed = this.#settings.stopOut.kind === 'money' ? positions > 0 : this.#margin > 0;
    this.#ratesUntil = now + RATES_HOLD_MS;
  }

  /** Look at the account after a new price of `book`; true when a position was closed. */
  look(book: SymbolBook, now: UtcMs): boolean {
    if (this.#ledger.revision !== this.#revision) this.renew(now);
    if (!this.#exposed) {
      if (this.inMarginCall) this.#call(false, this.#value(), now);
      return false;
    }
    this.follow(book);
    if (!this.#isNear(this.#open) && now < this.#ratesUntil) return false;
    return this.#enforce(now);
  }

  /** Take in a new price of `book` that {@link isFar} has found harmless. */
  follow(book: SymbolBook): void {
    const estimate = book.openInQuote * book.rate + book.swap;
    this.#open += estimate - book.estimate;
    book.estimate = estimate;
  }

  /**
   * The first bid on the way to `target` at which the account is stopped out, or undefined. The way is
   * halved over the tick grid, for equity falls (or rises) all along it; the book keeps its price.
   */
  firstBreach(book: SymbolBook, target: Price, now: UtcMs): Price | undefined {
    if (this.#ledger.revision !== this.#revision) this.renew(now);
    if (!this.#exposed) return undefined;
    const { grid, bid, ask, time } = book;
    const there = book.openInQuoteAt(target, target + (ask - bid));
    if (!this.#isNear(this.#open - book.estimate + there * book.rate + book.swap)) return undefined;
    const breaches = (at: Price): boolean => {
      book.setPrice(at, grid.round(at + (ask - bid)), time);
      const standing = standingOf(this.#settings.stopOut, this.#value());
      book.setPrice(bid, ask, time);
      return standing < this.#settings.stopOut.stopOut;
    };
    if (!breaches(target) || breaches(bid)) return undefined;
    let safe = 0;
    let broken = grid.points(bid, target);
    while (Math.abs(broken - safe) > 1) {
      const middle = Math.trunc((safe + broken) / 2);
      if (breaches(grid.shift(bid, middle))) broken = middle;
      else safe = middle;
    }
    return grid.shift(bid, broken);
  }

  /** Do the worst prices of `spans` together leave margin call and stop-out out of reach? */
  isFar(spans: readonly PriceSpan[], now: UtcMs): boolean {
    // The end of a margin call is told by a look.
    if (this.#ledger.revision !== this.#revision || this.inMarginCall) return false;
    if (!this.#exposed) return true;
    if (now >= this.#ratesUntil) this.renew(now);
    let open = this.#open;
    for (const { symbol, lowBid, lowAsk, highBid, highAsk } of spans) {
      const book = this.#books.find((one) => one.symbol === symbol);
      if (!book || book.positions.length === 0) continue;
      const low = book.openInQuoteAt(lowBid, lowAsk);
      const high = book.openInQuoteAt(highBid, highAsk);
      open += Math.min(low, high) * book.rate + book.swap - book.estimate;
    }
    return !this.#isNear(open);
  }

  /** Is an estimate of the open profit so low that only exact figures will do? */
  #isNear(open: number): boolean {
    const { kind, stopOut, marginCall } = this.#settings.stopOut;
    const watched = Math.max(stopOut, marginCall);
    const equity = this.#ledger.funds + open;
    if (kind === 'percent')
      return equity <= (this.#margin * (watched * CAUTION + CAUTION_PCT)) / 100;
    return equity <= watched * CAUTION + ((this.#margin + Math.abs(open)) * CAUTION_PCT) / 100;
  }

  #enforce(now: UtcMs): boolean {
    this.renew(now);
    let closed = false;
    for (;;) {
      const account = this.#value();
      const { stopOut } = this.#settings;
      const standing = this.#exposed ? standingOf(stopOut, account) : Infinity;
      const called = standing < stopOut.marginCall;
      if (called !== this.inMarginCall) this.#call(called, account, now);
      if (standing >= stopOut.stopOut) return closed;
      const loser = this.#largestLoser(now);
      if (!loser) return closed;
      this.#dealer.stopOut(loser.book, loser.held, printedLevel(account), now);
      this.renew(now);
      closed = true;
    }
  }

  #call(begins: boolean, account: AccountSnapshot, time: UtcMs): void {
    this.inMarginCall = begins;
    this.#ledger.tell({ type: 'account', time, account, marginCall: begins ? 'begins' : 'ends' });
  }

  #value(): AccountSnapshot {
    return valueAccount(this.#ledger, this.#books, this.#settings, this.#quotes);
  }

  #largestLoser(now: UtcMs): { book: SymbolBook; held: HeldPosition } | undefined {
    let worst: { book: SymbolBook; held: HeldPosition; profit: number } | undefined;
    for (const book of this.#books) {
      if (book.positions.length === 0 || !isMarketOpen(book.instrument.week, now)) continue;
      for (const held of book.positions) {
        const profit = openProfit(book, held, this.#settings, this.#quotes) + held.position.swap;
        if (!worst || profit < worst.profit) worst = { book, held, profit };
      }
    }
    return worst;
  }
}
