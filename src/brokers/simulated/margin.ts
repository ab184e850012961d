import type { AccountSnapshot } from '../../execution/broker-port.ts';
import { convert, type QuoteBook } from '../../market/conversion.ts';
import { hedgedShare, type Instrument } from '../../market/instrument.ts';
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

/** A volume that may be added to a symbol's positions. */
export interface AddedVolume {
  readonly side: Side;
  readonly lots: number;
  readonly margin: number;
}

/** What one side of a symbol has open, and the margin set aside for it. */
interface Leg {
  lots: number;
  margin: number;
}

/**
 * Margin of a symbol, `added` included. Where it has opposite positions (MetaTrader 5 help, "Margin
 * calculation", hedging system): either the larger leg alone is charged, or the volume that is not
 * covered at the mean of the larger leg, and the covered volume at the mean of both, counted with the
 * hedged margin and the mean of both sides' rates.
 */
export function symbolMargin(book: SymbolBook, added?: AddedVolume): number {
  const buy = legOf(book, 'buy', added);
  const sell = legOf(book, 'sell', added);
  if (buy.lots === 0 || sell.lots === 0) return buy.margin + sell.margin;
  const { instrument } = book;
  if (instrument.hedgedByLargerLeg === true) return Math.max(buy.margin, sell.margin);
  const larger = buy.lots > sell.lots ? buy : sell;
  const covered = Math.min(buy.lots, sell.lots);
  const open = (larger.margin * (larger.lots - covered)) / larger.lots;
  return open + coveredMargin(instrument, covered, buy, sell);
}

function legOf({ positions }: SymbolBook, side: Side, added: AddedVolume | undefined): Leg {
  const leg: Leg = { lots: 0, margin: 0 };
  for (const { position, margin } of positions) {
    if (position.side === side) addTo(leg, position.lots, margin);
  }
  if (added?.side === side) addTo(leg, added.lots, added.margin);
  return leg;
}

function addTo(leg: Leg, lots: number, margin: number): void {
  leg.lots += lots;
  leg.margin += margin;
}

/** Before a rate, a lot of one leg holds its margin over its rate; a rate of 0 tells nothing of it. */
function coveredMargin(instrument: Instrument, covered: number, buy: Leg, sell: Leg): number {
  const { marginRates: rates } = instrument;
  let lots = 0;
  let unrated = 0;
  for (const [leg, rate] of [
    [buy, rates.buy],
    [sell, rates.sell],
  ] as const) {
    if (rate === 0) continue;
    lots += leg.lots;
    unrated += leg.margin / rate;
  }
  if (lots === 0) return 0;
  const ofLot = (unrated / lots) * ((rates.buy + rates.sell) / 2);
  return covered * ofLot * hedgedShare(instrument);
}

/** What is on an account besides its positions. */
export interface Funds {
  readonly balance: Money;
  readonly credit: Money;
}

/** The account valued at the latest quotes. */
export function valueAccount(
  { balance, credit }: Funds,
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
  const equity = toCents(balance + credit + profit);
  return {
    currency: settings.currency,
    balance,
    ...(credit === 0 ? {} : { credit }),
    equity,
    margin: toCents(margin),
    freeMargin: toCents(equity - margin),
    leverage: settings.leverage,
    ...(settings.positionMode === 'netting' ? { positionMode: 'netting' as const } : {}),
    tradeMode: settings.tradeMode,
  };
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
