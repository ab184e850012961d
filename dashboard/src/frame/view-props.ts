import type { AccountView, SignalRecord } from '../api/types.ts';
import type { ShownClock } from '../format/clock.ts';
import type { Route } from '../route/route.ts';

/** What the frame hands to every view. */
export interface ViewProps {
  /** The account the person looks at. */
  readonly account: AccountView;
  /** The clock in which times are shown. */
  readonly clock: ShownClock;
  readonly params: Route['params'];
  /** The account's newest decisions, newest first, and why they could not be loaded. */
  readonly signals: readonly SignalRecord[];
  readonly signalsFailed: string | undefined;
  /** Show why a signal was or was not taken. */
  readonly onWhy: (record: SignalRecord) => void;
}
