import { conversionSymbols, convert, type QuoteBook } from '../market/conversion.ts';
import { moneyPerPrice, type Instrument } from '../market/instrument.ts';
import { quoteDefect } from '../market/quote.ts';
import type { Currency, Money, Price } from '../market/units.ts';
import type { Refused } from './approval.ts';
import { refusal } from './refusal.ts';

/** The same quotes without the defective ones: a crossed or NaN rate must not size a trade. */
export function soundQuotes(quotes: QuoteBook): QuoteBook {
  return {
    get(symbol) {
      const quote = quotes.get(symbol);
      return quote && quoteDefect(quote) === undefined ? quote : undefined;
    },
  };
}

/**
 * A loss of `distance` in price on one lot, in account currency at the rate a loss is bought at
 * now; undefined when no quote converts it. It is ticks × tick value, with tick value = tick size ×
 * contract size as MetaTrader's forex and CFD modes count profit, or the stated one of futures.
 */
export function lossOfOneLot(
  instrument: Instrument,
  distance: Price,
  currency: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const tickValue = instrument.tickSize * moneyPerPrice(instrument);
  const loss = convert(
    -wholeTicks(distance / instrument.tickSize) * tickValue,
    instrument.profitCurrency,
    currency,
    quotes,
  );
  return loss === undefined ? undefined : ((0 - loss) as Money);
}

/** Refusal that names the quotes one of which is needed. */
export function noConversion(from: Currency, to: Currency): Refused {
  const pairs = conversionSymbols(from, to);
  const direct = pairs.slice(0, 2).join(' or ');
  const through =
    pairs.length > 2 ? `, nor ${pairs.slice(2).join(', ')} to go through the dollar` : '';
  return refusal(
    'no-conversion',
    `${from} cannot be counted in ${to}: there is no usable quote of ${direct}${through}`,
    {},
  );
}

/** Prices on the grid are whole ticks apart; their binary difference is not quite. */
function wholeTicks(ticks: number): number {
  const whole = Math.round(ticks);
  return Math.abs(ticks - whole) < 1e-6 ? whole : ticks;
}
