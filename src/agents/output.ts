import type { BrokerRequest, AccountSnapshot } from '../execution/broker-port.ts';
import type { Bar } from '../market/bar.ts';
import type { Quote } from '../market/quote.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { Money, SymbolName, UtcMs } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import type { Fact } from './fact.ts';

/**
 * What the core wants sent. Every fact before it, itself included, is durable before it leaves; the
 * core alone makes them, opening ones only from an approval of the risk manager.
 */
export type Intent = BrokerRequest;

/**
 * What an observer may like to see and nobody needs to keep: it can be computed again from bars and
 * quotes. Never journalled, never folded.
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
    }
  | { readonly kind: 'quote'; readonly quote: Quote }
  | {
      readonly kind: 'equity';
      readonly time: UtcMs;
      readonly account: AccountSnapshot;
      readonly openProfit: Money;
    };

/** What one event led to. The arrays are the core's own and are emptied at the next event. */
export interface Output {
  readonly facts: readonly Fact[];
  readonly intents: readonly Intent[];
  readonly sightings: readonly Sighting[];
}
