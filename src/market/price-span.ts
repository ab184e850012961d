import type { Price, SymbolName } from './units.ts';

/** All prices that a symbol may take in a while, ends included; bid and ask move together. */
export interface PriceSpan {
  readonly symbol: SymbolName;
  readonly lowBid: Price;
  readonly lowAsk: Price;
  readonly highBid: Price;
  readonly highAsk: Price;
}

/** A span that is filled in again and again. */
export type GrowingSpan = { -readonly [Key in keyof PriceSpan]: PriceSpan[Key] };

export function blankSpan(): GrowingSpan {
  return { symbol: '' as SymbolName, lowBid: 0, lowAsk: 0, highBid: 0, highAsk: 0 };
}
