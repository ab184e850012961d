import { convert, type QuoteBook } from './conversion.ts';
import { moneyPerPrice, type Instrument } from './instrument.ts';
import { signOf, type Side } from './quote.ts';
import type { Currency, Lots, Money, Price } from './units.ts';

/**
 * Gain (or loss, negative) of `lots` moved from `open` to `close`, in the instrument's profit
 * currency: (close - open) * contract size * lots, as MetaTrader's forex and CFD modes count it; the
 * futures modes count ticks at the tick's value in place of the contract size.
 */
export function profitInQuote(
  instrument: Instrument,
  side: Side,
  lots: Lots,
  open: Price,
  close: Price,
): number {
  return signOf(side) * (close - open) * moneyPerPrice(instrument) * lots;
}

/** As {@link profitInQuote}, in the account's currency; undefined when no quote converts it. */
export function profitOf(
  instrument: Instrument,
  side: Side,
  lots: Lots,
  open: Price,
  close: Price,
  currency: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const amount = profitInQuote(instrument, side, lots, open, close);
  return convert(amount, instrument.profitCurrency, currency, quotes);
}

/**
 * Margin held for `lots` at `price`, in the account's currency, by the instrument's calculation mode
 * (MQL5 reference, "Margin calculation"), at the rate of `side`, or the dearer rate where the side is
 * not known; undefined when no quote converts it.
 */
export function marginOf(
  instrument: Instrument,
  lots: Lots,
  price: Price,
  leverage: number,
  currency: Currency,
  quotes: QuoteBook,
  side?: Side,
): Money | undefined {
  const { buy, sell } = instrument.marginRates;
  const rate = side === undefined ? Math.max(buy, sell) : instrument.marginRates[side];
  const inMarginCurrency = rate * lots * marginOfLot(instrument, price, leverage);
  // Held, not spent: converted as a cost, so at the dearer side.
  const { marginCurrency, baseCurrency, profitCurrency } = instrument;
  const cost =
    convert(-inMarginCurrency, marginCurrency, currency, quotes) ??
    // Where no quote joins the two, the pair's own price is one: euros are pounds at EURGBP.
    (marginCurrency === baseCurrency && isPair(instrument)
      ? convert(-inMarginCurrency * price, profitCurrency, currency, quotes)
      : undefined);
  return cost === undefined ? undefined : (-cost as Money);
}

/** Is its price so much of the profit currency for one of the base currency? */
function isPair({ calculationMode }: Instrument): boolean {
  return calculationMode === 'forex' || calculationMode === 'forex-no-leverage';
}

/** Of one lot, in the margin currency, before the rate of its side. */
function marginOfLot(instrument: Instrument, price: Price, leverage: number): number {
  const { contractSize, tickSize, tickValue } = instrument;
  switch (instrument.calculationMode) {
    case 'forex':
      return contractSize / leverage;
    case 'forex-no-leverage':
      return contractSize;
    case 'cfd':
    case 'exchange-stocks':
      return contractSize * price;
    case 'cfd-leverage':
      return (contractSize * price) / leverage;
    case 'cfd-index':
      return contractSize * price * (tickValue === undefined ? 1 : tickValue / tickSize);
    case 'futures':
    case 'exchange-futures':
      return instrument.initialMargin ?? 0;
  }
}

/** Value of the whole position in the account's currency; undefined when no quote converts it. */
export function notionalOf(
  instrument: Instrument,
  lots: Lots,
  price: Price,
  currency: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const value = lots * moneyPerPrice(instrument) * price;
  return convert(value, instrument.profitCurrency, currency, quotes);
}
