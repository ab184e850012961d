import type { Price, SymbolName } from './units.ts';

/** All prices that a symbol may take in a while, ends included; bid and ask move together. */
export interface PriceSpan {
  readonly symbol: SymbolName;
  readonly lowBid: Price;
  readonly lowAsk: Price;
  readonly highBid: Price;
  readonly highAsk: Price;
}

/** A span of one symbol that is filled in again and again. */
export type GrowingSpan = Pick<PriceSpan, 'symbol'> & {
  -readonly [Key in Exclude<keyof PriceSpan, 'symbol'>]: PriceSpan[Key];
};

export function blankSpan(symbol: SymbolName): GrowingSpan {
  return { symbol, lowBid: NaN, lowAsk: NaN, highBid: NaN, highAsk: NaN };
}
