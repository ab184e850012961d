import { useSyncExternalStore } from 'react';
import { recall, remember } from './remember.ts';
import { live } from './use-live.ts';

const NAME = 'seen';
/** Looking away for less than this is not leaving. */
const AWAY_MS = 60_000;

interface Look {
  readonly at: number;
  /** Number of the newest fact seen of each account. */
  readonly seqs: Readonly<Record<string, number>>;
}

let last = recall<Look | undefined>(NAME, undefined);
const watchers = new Set<() => void>();

/** Follow when the person at this browser looks away and comes back. */
export function followLooks(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return noteLook();
    const seen = recall<Look | undefined>(NAME, undefined);
    if (seen !== undefined && Date.now() - seen.at > AWAY_MS) replace(seen);
  });
  window.addEventListener('pagehide', noteLook);
}

/** From here on only what is newer than this moment is new. */
export function markSeen(): void {
  replace(noteLook());
}

function noteLook(): Look | undefined {
  const { accounts } = live.state();
  if (accounts.length === 0) return last;
  const look = {
    at: Date.now(),
    seqs: Object.fromEntries(accounts.map((one) => [one.account, one.lastSeq])),
  };
  remember(NAME, look);
  return look;
}

function replace(look: Look | undefined): void {
  last = look;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** What this browser's person had seen when they looked away; undefined the first time. */
export function useLastLook(): Look | undefined {
  return useSyncExternalStore(watch, () => last);
}
