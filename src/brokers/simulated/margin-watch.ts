import type { AccountSnapshot } from '../../execution/broker-port.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import { isMarketOpen } from '../../market/market-hours.ts';
import type { UtcMs } from '../../market/units.ts';
import { printedLevel } from './costs.ts';
import type { Dealer } from './dealer.ts';
import type { Ledger } from './ledger.ts';
import { lossRate, marginLevel, openProfit, symbolMargin, valueAccount } from './margin.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/** How much nearer than the stop-out an estimate may come before the account is valued exactly. */
const CAUTION = 1.5;
const CAUTION_PCT = 20;
const RATES_HOLD_MS = 300_000;

/**
 * Closes the largest loser while the margin level is below the stop-out. An account is valued at every
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
  #ratesUntil = -Infinity;

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
    this.#margin = 0;
    this.#open = 0;
    for (const book of this.#books) {
      book.estimate = 0;
      if (book.positions.length === 0) continue;
      book.rate = lossRate(book, this.#settings, this.#quotes) ?? book.rate;
      book.estimate = book.openInQuote * book.rate;
      this.#margin += symbolMargin(book);
      this.#open += book.estimate;
    }
    this.#ratesUntil = now + RATES_HOLD_MS;
  }

  /** Look at the account after a new price of `book`; true when a position was closed. */
  look(book: SymbolBook, now: UtcMs): boolean {
    if (this.#margin === 0) return false;
    const estimate = book.openInQuote * book.rate;
    this.#open += estimate - book.estimate;
    book.estimate = estimate;
    const near = (this.#margin * (this.#settings.stopOutPct * CAUTION + CAUTION_PCT)) / 100;
    if (this.#ledger.balance + this.#open > near && now < this.#ratesUntil) return false;
    return this.#enforce(now);
  }

  #enforce(now: UtcMs): boolean {
    this.renew(now);
    let closed = false;
    for (;;) {
      const account = this.#value();
      const level = marginLevel(account);
      if (level >= this.#settings.stopOutPct) return closed;
      const loser = this.#largestLoser(now);
      if (!loser) return closed;
      this.#dealer.stopOut(loser.book, loser.held, printedLevel(account, level), now);
      this.renew(now);
      closed = true;
    }
  }

  #value(): AccountSnapshot {
    return valueAccount(this.#ledger.balance, this.#books, this.#settings, this.#quotes);
  }

  #largestLoser(now: UtcMs): { book: SymbolBook; held: HeldPosition } | undefined {
    let worst: { book: SymbolBook; held: HeldPosition; profit: number } | undefined;
    for (const book of this.#books) {
      if (book.positions.length === 0 || !isMarketOpen(book.instrument.week, now)) continue;
      for (const held of book.positions) {
        const profit = openProfit(book, held, this.#settings, this.#quotes);
        if (!worst || profit < worst.profit) worst = { book, held, profit };
      }
    }
    return worst;
  }
}
