import type { Bar } from '../market/bar.ts';
import type { EconomicCalendar } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { AccountName, Price, UtcMs } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import type { Candidate, GateResult, Signal } from './signal.ts';

/** What a strategy is told once: whose candidates these are, and of what instrument. */
export interface StrategyContext {
  readonly account: AccountName;
  readonly instrument: Instrument;
  /** Whose money and whose prices; simulation where it is not said. */
  readonly mode?: 'simulated' | 'paper' | 'demo' | 'real';
  /** Scheduled news, as known at each moment; left out where there is none. */
  readonly calendar?: EconomicCalendar;
  /** Confidence above which a candidate is traded. */
  readonly confidenceThreshold?: number;
  /** Confidence above which a candidate may yet be traded, once a person approves it. */
  readonly approvalAbove?: number;
}

/** A closed bar as a strategy sees it. Nothing later than `closedAt` is within its reach. */
export interface ClosedBar {
  readonly timeframe: Timeframe;
  readonly bar: Bar;
  /** Instant at which the bar closed. */
  readonly closedAt: UtcMs;
  /** Ask minus bid at that moment, in price. */
  readonly spread: Price;
  /** Closed while nobody watched: `spread` is then the present one, not that of its time. */
  readonly history?: boolean;
}

/** State that a snapshot can hold: plain JSON. */
export type StrategyState =
  | null
  | boolean
  | number
  | string
  | readonly StrategyState[]
  | { readonly [key: string]: StrategyState };

/**
 * A strategy looks at closed bars of the timeframes it asked for and answers with candidates. It is
 * pure: same bars, same answers; all its state is in its snapshot.
 */
export interface Strategy {
  /** Timeframes it needs, coarse to fine; the last is the one it decides on. */
  readonly timeframes: readonly Timeframe[];
  /** Bars of each timeframe it wants before its first decision, in the order of `timeframes`. */
  readonly historyBars: readonly number[];
  /**
   * The next closed bar. When several timeframes close at once the coarse ones come first. Candidates
   * come only with bars of the deciding timeframe. The array may be reused at the next call.
   */
  onBar(closed: ClosedBar): readonly Candidate[];
  /**
   * Ids of signals whose limit orders must not wait any longer, as of the last bar given. May be
   * reused. To name one that was filled, refused or never sent changes nothing.
   */
  readonly withdrawals?: readonly string[];
  /**
   * The gates of a signal it gave earlier as they stand now, where what they look at may have changed
   * since: asked of a signal that waited for approval. Left out where there are none.
   */
  gatesNow?(signal: Signal, at: UtcMs, spread: Price): readonly GateResult[];
  /** Structure that became known with the last bar given, for observers. May be reused. */
  readonly confirmed: readonly StructureEvent[];
  snapshot(): StrategyState;
  restore(state: StrategyState): void;
}
