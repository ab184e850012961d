import type { AccountTally } from '../api/health/tally-view.ts';
import type { ViewedAccount } from './account-views.ts';
import type { SupervisedThread } from './supervised-thread.ts';

/** What metrics are told of an account and its thread. */
export function tallyOf(
  { settings, replica }: ViewedAccount,
  thread: SupervisedThread | undefined,
): AccountTally {
  return {
    account: settings.name,
    signals: replica.tally.signals(),
    orders: replica.tally.orders(),
    commandsWaiting: thread?.commandsWaiting ?? 0,
    ordersUnderway: replica.state.underway.size,
    busySeconds: thread?.busySeconds ?? 0,
    latencies: thread?.latencies ?? [],
  };
}
