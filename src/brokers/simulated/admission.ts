import { convert, type QuoteBook } from '../../market/conversion.ts';
import { marginOf } from '../../market/profit.ts';
import type { Side } from '../../market/quote.ts';
import type { Lots, Money, Price } from '../../market/units.ts';
import { commissionOf } from './commission.ts';
import { toCents } from './costs.ts';
import { symbolMargin, valueAccount, type Funds } from './margin.ts';
import { RETCODE, refusal, type Refusal } from '../retcodes.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { SymbolBook } from './symbol-book.ts';

/** Decides whether the account can carry a new volume, and what margin that volume holds. */
export class Admission {
  readonly #settings: SimulatedBrokerSettings;
  readonly #books: ReadonlyMap<string, SymbolBook>;
  readonly #quotes: QuoteBook;

  constructor(
    settings: SimulatedBrokerSettings,
    books: ReadonlyMap<string, SymbolBook>,
    quotes: QuoteBook,
  ) {
    this.#settings = settings;
    this.#books = books;
    this.#quotes = quotes;
  }

  /**
   * The margin of `lots` at `price`, or why the account cannot carry them: free margin has to cover
   * it and the commission. A volume that only reduces a netted position always passes.
   */
  admit(book: SymbolBook, side: Side, lots: Lots, price: Price, funds: Funds): Money | Refusal {
    const margin = this.#marginFor(book, side, lots, price);
    if (margin === undefined) return unconvertible(book);
    const added = this.#added(book, side, lots, margin);
    if (added <= 0) return margin;
    const cost = -commissionOf(book.instrument, lots, price, this.#settings, this.#quotes);
    const { freeMargin } = valueAccount(funds, this.#books.values(), this.#settings, this.#quotes);
    if (toCents(freeMargin - added - cost) >= 0) return margin;
    const detail = `${toCents(added + cost)} needed, ${freeMargin} of margin free`;
    return refusal(RETCODE.noMoney, detail);
  }

  /** Undefined as well when the volume's profit could not be converted later on. */
  #marginFor(book: SymbolBook, side: Side, lots: Lots, price: Price): Money | undefined {
    const { currency, leverage } = this.#settings;
    const { instrument } = book;
    if (convert(1, instrument.profitCurrency, currency, this.#quotes) === undefined)
      return undefined;
    const margin = marginOf(instrument, lots, price, leverage, currency, this.#quotes, side);
    return margin === undefined ? undefined : toCents(margin);
  }

  #added(book: SymbolBook, side: Side, lots: Lots, margin: Money): number {
    const held = book.positions[0];
    if (this.#settings.positionMode === 'netting' && held && held.position.side !== side) {
      const rest = Math.max(0, lots - held.position.lots);
      return (margin * rest) / lots - held.margin;
    }
    return symbolMargin(book, { side, lots, margin }) - symbolMargin(book);
  }
}

export function isRefusal(answer: Money | Refusal): answer is Refusal {
  return typeof answer === 'object';
}

function unconvertible(book: SymbolBook): Refusal {
  const { profitCurrency, marginCurrency } = book.instrument;
  const currencies = [...new Set([profitCurrency, marginCurrency])].join(' or ');
  return refusal(RETCODE.priceOff, `no quote converts ${currencies} to the account's currency`);
}
