import { clockRule, toWall, type ClockRule } from '../../market/clock-rule.ts';
import type { QuoteBook } from '../../market/conversion.ts';
import { closingPrice } from '../../market/quote.ts';
import { nextMidnight } from '../../market/server-day.ts';
import { swapOfNight, weekdayOf } from '../../market/swap.ts';
import type { UtcMs } from '../../market/units.ts';
import { toCents } from './costs.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/**
 * Charges swap at each midnight of the server's clock, at the quotes that stood then: however many
 * quotes come around midnight, or none for days, each night is charged once.
 */
export class Rollover {
  readonly #settings: SimulatedBrokerSettings;
  readonly #books: readonly SymbolBook[];
  readonly #quotes: QuoteBook;
  readonly #ledger: Ledger;
  readonly #clock: ClockRule;
  #nextAt: number;

  constructor(
    settings: SimulatedBrokerSettings,
    books: readonly SymbolBook[],
    quotes: QuoteBook,
    ledger: Ledger,
    now: UtcMs,
  ) {
    this.#settings = settings;
    this.#books = books;
    this.#quotes = quotes;
    this.#ledger = ledger;
    this.#clock = clockRule(settings.serverClock);
    // Before anything is known of the time, nothing can be open.
    this.#nextAt = now > 0 ? nextMidnight(this.#clock, now) : 0;
  }

  isDue(now: UtcMs): boolean {
    return now >= this.#nextAt;
  }

  /** Charge each midnight up to `now`, this one included: who opens at midnight is not charged. */
  catchUp(now: UtcMs): void {
    while (now >= this.#nextAt) {
      const midnight = this.#nextAt as UtcMs;
      if (!this.#settings.swap || !this.#books.some((book) => book.positions.length > 0)) break;
      this.#charge(midnight);
      this.#nextAt = nextMidnight(this.#clock, midnight);
    }
    if (now >= this.#nextAt) this.#nextAt = nextMidnight(this.#clock, now);
  }

  #charge(midnight: UtcMs): void {
    const weekday = weekdayOf(toWall(this.#clock, (midnight - 1) as UtcMs));
    for (const book of this.#books) {
      for (const held of book.positions) this.#chargeOne(book, held, weekday, midnight);
    }
  }

  #chargeOne(book: SymbolBook, held: HeldPosition, weekday: number, midnight: UtcMs): void {
    const { side, lots, openPrice } = held.position;
    const price = closingPrice(book, side);
    const overNight = { side, lots, openPrice, price };
    const { currency } = this.#settings;
    const swap = swapOfNight(book.instrument, overNight, weekday, currency, this.#quotes);
    const cents = swap === undefined ? 0 : toCents(swap);
    if (cents !== 0) this.#ledger.accrue(book, held, cents, midnight);
  }
}
