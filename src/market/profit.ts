import { convert, type QuoteBook } from './conversion.ts';
import type { Instrument } from './instrument.ts';
import { signOf, type Side } from './quote.ts';
import type { Currency, Lots, Money, Price } from './units.ts';

/**
 * Gain (or loss, negative) of `lots` moved from `open` to `close`, in the instrument's profit
 * currency: (close - open) * contract size * lots, as MetaTrader's forex and CFD modes count it.
 */
export function profitInQuote(
  instrument: Instrument,
  side: Side,
  lots: Lots,
  open: Price,
  close: Price,
): number {
  return signOf(side) * (close - open) * instrument.contractSize * lots;
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
 * (MQL5 reference, "Margin calculation"); undefined when no quote converts it.
 */
export function marginOf(
  instrument: Instrument,
  lots: Lots,
  price: Price,
  leverage: number,
  currency: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const units = lots * instrument.contractSize;
  const inMarginCurrency = {
    forex: units / leverage,
    cfd: units * price,
    'cfd-leverage': (units * price) / leverage,
    'cfd-index': units * price,
  }[instrument.calculationMode];
  // Held, not spent: converted as a cost, so at the dearer side.
  const cost = convert(-inMarginCurrency, instrument.marginCurrency, currency, quotes);
  return cost === undefined ? undefined : (-cost as Money);
}

/** Value of the whole position in the account's currency; undefined when no quote converts it. */
export function notionalOf(
  instrument: Instrument,
  lots: Lots,
  price: Price,
  currency: Currency,
  quotes: QuoteBook,
): Money | undefined {
  return convert(lots * instrument.contractSize * price, instrument.profitCurrency, currency, quotes);
}
