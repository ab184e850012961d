import type { SymbolBar } from '../../agents/core-event.ts';
import type { Quote } from '../../market/quote.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import type { SymbolHistory } from '../symbol-history.ts';

/** What one instant of a market brings: bars that have ended by it, then its quotes. */
export interface FeedStep {
  readonly time: UtcMs;
  /** Closed base bars, by the moment they ended; each group in the order of symbols. */
  readonly closed: readonly { readonly time: UtcMs; readonly bars: readonly SymbolBar[] }[];
  readonly quotes: readonly Quote[];
}

/** A market that this process moves itself: generated, or replayed from files. */
export interface MarketFeed {
  /** Instant of the next step; undefined when the market has ended. */
  readonly nextTime: UtcMs | undefined;
  /** What a step's objects hold is valid until the next call. */
  step(): FeedStep;
  /** Does the feed deliver the symbol, or can it be made to? */
  deliver(symbol: SymbolName): boolean;
  /** Closed bars so far; undefined for a symbol that has none. */
  history(symbol: SymbolName): SymbolHistory | undefined;
}
