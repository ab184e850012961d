import { convert, type QuoteBook } from './conversion.ts';
import { moneyPerPrice, type Instrument } from './instrument.ts';
import type { Currency, Money } from './units.ts';

/** What one tick of one lot is worth to a gaining and to a losing position, in account currency. */
export interface TickValues {
  /** SYMBOL_TRADE_TICK_VALUE_PROFIT: a gain is sold at the bid. */
  readonly profit: Money;
  /** SYMBOL_TRADE_TICK_VALUE_LOSS: a loss is bought at the ask. */
  readonly loss: Money;
}

/** Both tick values at the present quotes; undefined when no quote converts them. */
export function tickValues(
  instrument: Instrument,
  account: Currency,
  quotes: QuoteBook,
): TickValues | undefined {
  const tick = instrument.tickSize * moneyPerPrice(instrument);
  const profit = convert(tick, instrument.profitCurrency, account, quotes);
  const loss = convert(-tick, instrument.profitCurrency, account, quotes);
  if (profit === undefined || loss === undefined) return undefined;
  return { profit, loss: -loss as Money };
}
