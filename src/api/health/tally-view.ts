/** Counts since the program started, as metrics tell them. */

export interface SignalTally {
  /** The tenth its confidence lies in, such as `0.8-0.9`. */
  readonly band: string;
  /** `taken`, or the stage that said no. */
  readonly outcome: string;
  /** Why not; empty when it was taken. */
  readonly reason: string;
  readonly count: number;
}

export interface OrderTally {
  readonly kind: string;
  /** `filled`, `rejected`, `cancelled`, `absent`, or `unknown` for each time it became so. */
  readonly outcome: string;
  readonly count: number;
}

/**
 * `decision`: from an event's arrival at the core to what it answers. `commit`: the journal onto the
 * disk. `order-answer`: from an order's intent to the broker's first word on it.
 */
export type LatencyName = 'decision' | 'commit' | 'order-answer';

export interface LatencyTally {
  readonly name: LatencyName;
  /** Up to so many seconds, and how many took no longer; the counts grow from one to the next. */
  readonly buckets: readonly (readonly [upToSeconds: number, count: number])[];
  readonly count: number;
  /** Seconds of all together. */
  readonly sum: number;
}

export interface AccountTally {
  readonly account: string;
  readonly signals: readonly SignalTally[];
  readonly orders: readonly OrderTally[];
  /** Commands handed in that the trading thread has not answered yet. */
  readonly commandsWaiting: number;
  /** Orders whose end is not known. */
  readonly ordersUnderway: number;
  /** Seconds that its trading thread was at work since it began. */
  readonly busySeconds: number;
  /** How long its trading thread took for what, since it began. */
  readonly latencies: readonly LatencyTally[];
}
