import { api } from '../api/client.ts';
import type { SignalRecord } from '../api/types.ts';
import { eventsOf, useResource } from './use-resource.ts';

/** As many as the program keeps at hand. */
const SHOWN = 500;
const NONE: readonly SignalRecord[] = [];

interface Signals {
  /** Newest first. */
  readonly records: readonly SignalRecord[];
  readonly failed: string | undefined;
}

/** The account's newest decisions, fetched again when the stream tells of another. */
export function useSignals(account: string): Signals {
  const { value, failed } = useResource(`signals ${account}`, () => api.signals(account, SHOWN), {
    after: eventsOf(account, 'signal'),
  });
  return { records: value?.signals ?? NONE, failed };
}
