import { api } from '../api/client.ts';
import type { WaitingSignal } from '../api/types.ts';
import { eventsOf, useResource } from './use-resource.ts';

const NONE: readonly WaitingSignal[] = [];

interface Waiting {
  /** Oldest first. */
  readonly waiting: readonly WaitingSignal[];
  readonly failed: string | undefined;
}

/** The account's signals that wait for a person's word. */
export function useWaiting(account: string): Waiting {
  const { value, failed } = useResource(`waiting ${account}`, () => api.waiting(account), {
    after: eventsOf(account),
  });
  return { waiting: value?.signals ?? NONE, failed };
}
