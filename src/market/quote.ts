import type { Price, SymbolName, UtcMs } from './units.ts';

/** Best bid and ask of one instrument at one instant. */
export interface Quote {
  readonly symbol: SymbolName;
  readonly time: UtcMs;
  readonly bid: Price;
  readonly ask: Price;
}

/** Buy at the ask, sell at the bid. */
export type Side = 'buy' | 'sell';

/** +1 for a buy, -1 for a sell: multiplies a price move into a gain. */
export function signOf(side: Side): 1 | -1 {
  return side === 'buy' ? 1 : -1;
}

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

/** The price at which `side` is opened on this quote. */
export function openingPrice(quote: Quote, side: Side): Price {
  return side === 'buy' ? quote.ask : quote.bid;
}

/** The price at which a position opened on `side` is closed on this quote. */
export function closingPrice(quote: Quote, side: Side): Price {
  return side === 'buy' ? quote.bid : quote.ask;
}

/** What is wrong with a quote, in words, or undefined when nothing is. */
export function quoteDefect(quote: Quote): string | undefined {
  if (!Number.isFinite(quote.time)) return 'its time is not a number';
  if (!Number.isFinite(quote.bid) || !Number.isFinite(quote.ask)) return 'a price is not a number';
  if (quote.bid <= 0 || quote.ask <= 0) return 'a price is zero or negative';
  if (quote.bid > quote.ask) return `bid ${quote.bid} is above ask ${quote.ask}`;
  return undefined;
}
