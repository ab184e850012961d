import type { Price, SymbolName } from './units.ts';

/** All prices that a symbol may take in a while, ends included; bid and ask move together. */
export interface PriceSpan {
  readonly symbol: SymbolName;
  readonly lowBid: Price;
  readonly lowAsk: Price;
  readonly highBid: Price;
  readonly highAsk: Price;
}
