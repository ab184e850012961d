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
}
