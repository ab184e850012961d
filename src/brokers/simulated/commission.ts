import type { QuoteBook } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import { notionalOf } from '../../market/profit.ts';
import type { Lots, Money, Price } from '../../market/units.ts';
import { toCents } from './costs.ts';
import type { SimulatedBrokerSettings } from './settings.ts';

/** What a deal of `lots` at `price` costs, as the negative amount that is booked. */
export function commissionOf(
  instrument: Instrument,
  lots: Lots,
  price: Price,
  settings: SimulatedBrokerSettings,
  quotes: QuoteBook,
): Money {
  const { commissionPerLot, commissionPerDeal, commissionPctOfValue, currency } = settings;
  let cost = commissionPerDeal + commissionPerLot * lots;
  if (commissionPctOfValue > 0) {
    // No position is opened unless its currency can be converted, and quotes do not go away.
    const value = notionalOf(instrument, lots, price, currency, quotes) ?? 0;
    cost += (value * commissionPctOfValue) / 100;
  }
  return toCents(-cost);
}
