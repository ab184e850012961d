import { useEffect, useState, useSyncExternalStore } from 'react';
import { LiveStore } from './live-store.ts';
import type { PageState } from './state.ts';

/** The one store of the one page. */
export const live = new LiveStore();

/** A part of the state that the stream keeps; `select` must return something that is in it. */
export function useLive<T>(select: (state: PageState) => T): T {
  return useSyncExternalStore(live.subscribe, () => select(live.state()));
}

/** The local clock, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
