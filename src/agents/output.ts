import type { BrokerRequest } from '../execution/broker-port.ts';
import type { Bar } from '../market/bar.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { ClosedBar, StrategyContext } from '../signals/strategy.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import type { Fact } from './fact.ts';

export interface HistoryWish {
  readonly timeframe: Timeframe;
  readonly bars: number;
}

/**
 * Asks the feed to deliver a symbol: first closed bars of each timeframe (marked as history), then
 * what is live. An agent decides only once it has both.
 */
export interface WatchRequest {
  readonly type: 'watch';
  readonly symbol: SymbolName;
  /** Closed bars wanted of each timeframe, coarse to fine. */
  readonly history: readonly HistoryWish[];
}

/**
 * What the core wants sent. Every fact before it, itself included, is durable before it leaves; the
 * core alone makes them, opening ones only from an approval of the risk manager.
 */
export type Intent = BrokerRequest | WatchRequest;

/**
 * What an observer may like to see and nobody needs to keep: it can be computed again from bars.
 * Never journalled, never folded.
 */
export type Sighting =
  | {
      readonly kind: 'bar';
      readonly symbol: SymbolName;
      readonly timeframe: Timeframe;
      readonly bar: Bar;
    }
  | {
      readonly kind: 'structure';
      readonly symbol: SymbolName;
      readonly timeframe: Timeframe;
      /** Instant at which the confirming bar closed. */
      readonly at: UtcMs;
      readonly event: StructureEvent;
    };

/**
 * A question to a strategy that runs outside of the account's thread: make one, or look at a bar. The
 * answer comes as an event, and nothing waits for it. `run` counts the strategies that were begun.
 */
export type StrategyQuestion =
  | {
      readonly type: 'begin';
      readonly symbol: SymbolName;
      readonly run: number;
      readonly context: StrategyContext;
    }
  | {
      readonly type: 'bar';
      readonly symbol: SymbolName;
      readonly run: number;
      readonly closed: ClosedBar;
    };

/** What one event led to. The arrays are the core's own and are emptied at the next event. */
export interface Output {
  readonly facts: readonly Fact[];
  readonly intents: readonly Intent[];
  readonly sightings: readonly Sighting[];
  readonly questions: readonly StrategyQuestion[];
}
