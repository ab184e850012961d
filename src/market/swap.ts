import { convert, type QuoteBook } from './conversion.ts';
import { moneyPerPrice, type Instrument } from './instrument.ts';
import type { Side } from './quote.ts';
import { DAY_MS, type Currency, type Lots, type Money, type Price, type WallMs } from './units.ts';

/** MetaTrader counts interest on a banking year. */
const DAYS_A_YEAR = 360;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** A volume that is held over a night. */
export interface HeldOverNight {
  readonly side: Side;
  readonly lots: Lots;
  readonly openPrice: Price;
  /** The price at which it would be closed as the night begins. */
  readonly price: Price;
}

/** The weekday of a wall clock reading: 0 is Sunday. */
export function weekdayOf(wall: WallMs): number {
  return (((Math.floor(wall / DAY_MS) + FIRST_WEEKDAY) % 7) + 7) % 7;
}

/**
 * Swap of the night that begins on `weekday` (0 Sunday), in the account's currency; undefined when no
 * quote converts it (MQL5 reference, ENUM_SYMBOL_SWAP_MODE and SYMBOL_SWAP_SUNDAY …).
 */
export function swapOfNight(
  instrument: Instrument,
  held: HeldOverNight,
  weekday: number,
  account: Currency,
  quotes: QuoteBook,
): Money | undefined {
  const { swap, profitCurrency } = instrument;
  const terms = held.side === 'buy' ? swap.long : swap.short;
  const rate = terms * (swap.nights[weekday] ?? 0) * held.lots;
  if (rate === 0) return 0 as Money;
  switch (swap.mode) {
    case 'disabled':
      return 0 as Money;
    case 'points':
      return convert(
        rate * instrument.point * moneyPerPrice(instrument),
        profitCurrency,
        account,
        quotes,
      );
    case 'currency-symbol':
      return convert(rate, instrument.baseCurrency, account, quotes);
    case 'currency-margin':
      return convert(rate, instrument.marginCurrency, account, quotes);
    case 'currency-deposit':
      return rate as Money;
    case 'interest-current':
    case 'interest-open': {
      const price = swap.mode === 'interest-open' ? held.openPrice : held.price;
      const value = price * moneyPerPrice(instrument);
      return convert((rate * value) / 100 / DAYS_A_YEAR, profitCurrency, account, quotes);
    }
  }
}
