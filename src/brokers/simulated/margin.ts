import type { AccountSnapshot } from '../../execution/broker-port.ts';
import { convert, type QuoteBook } from '../../market/conversion.ts';
import { profitOf } from '../../market/profit.ts';
import { closingPrice, type Side } from '../../market/quote.ts';
import type { Money } from '../../market/units.ts';
import { toCents } from './costs.ts';
import type { SimulatedBrokerSettings } from './settings.ts';
import type { HeldPosition, SymbolBook } from './symbol-book.ts';

/** A position's open profit at the closing side of its latest quote, in account currency. */
export function openProfit(
  book: SymbolBook,
  held: HeldPosition,
  settings: SimulatedBrokerSettings,
  quotes: QuoteBook,
): Money {
  const { side, lots, openPrice } = held.position;
  const price = closingPrice(book, side);
  const { currency } = settings;
  const profit = profitOf(book.instrument, side, lots, openPrice, price, currency, quotes);
  // No position is opened unless its profit can be converted, and quotes do not go away.
  return toCents(profit as Money);
}

/** Margin set aside for one side of a symbol. */
function sideMargin(book: SymbolBook, side: Side): number {
  let sum = 0;
  for (const held of book.positions) if (held.position.side === side) sum += held.margin;
  return sum;
}

/**
 * Margin of a symbol, `added` on `side` included. Of opposite positions the larger leg alone is
 * charged, which is MetaTrader's hedged margin when it equals the contract size, the usual case.
 */
export function symbolMargin(book: SymbolBook, side: Side = 'buy', added = 0): number {
  const buys = sideMargin(book, 'buy') + (side === 'buy' ? added : 0);
  const sells = sideMargin(book, 'sell') + (side === 'sell' ? added : 0);
  return Math.max(buys, sells);
}

/** The account valued at the latest quotes. */
export function valueAccount(
  balance: Money,
  books: Iterable<SymbolBook>,
  settings: SimulatedBrokerSettings,
  quotes: QuoteBook,
): AccountSnapshot {
  let profit = 0;
  let margin = 0;
  for (const book of books) {
    if (book.positions.length === 0) continue;
    margin += symbolMargin(book);
    for (const held of book.positions) {
      profit += openProfit(book, held, settings, quotes) + held.position.swap;
    }
  }
  const equity = toCents(balance + profit);
  return {
    currency: settings.currency,
    balance,
    equity,
    margin: toCents(margin),
    freeMargin: toCents(equity - margin),
    leverage: settings.leverage,
    ...(settings.positionMode === 'netting' ? { positionMode: 'netting' as const } : {}),
    tradeMode: settings.tradeMode,
  };
}

/** Equity as a per cent of margin; Infinity when nothing is margined. */
export function marginLevel(account: AccountSnapshot): number {
  return account.margin > 0 ? (account.equity / account.margin) * 100 : Infinity;
}

/** The rate that makes a loss dearest, for estimates; undefined when no quote converts it. */
export function lossRate(
  book: SymbolBook,
  settings: SimulatedBrokerSettings,
  quotes: QuoteBook,
): number | undefined {
  const cost = convert(-1, book.instrument.profitCurrency, settings.currency, quotes);
  return cost === undefined ? undefined : -cost;
}
