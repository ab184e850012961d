import { useSyncExternalStore } from 'react';

/** What became of something the person asked for. */
export interface Notice {
  readonly id: number;
  readonly tone: 'good' | 'danger';
  readonly text: string;
}

const MAX_NOTICES = 3;
const GOOD_STAYS_MS = 6_000;

let notices: readonly Notice[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function replace(next: readonly Notice[]): void {
  notices = next;
  for (const watcher of watchers) watcher();
}

/** Good news goes away by itself; bad news stays until it is dismissed. Answers its number. */
export function notify(tone: Notice['tone'], text: string): number {
  const id = ++lastId;
  replace([...notices, { id, tone, text }].slice(-MAX_NOTICES));
  if (tone === 'good') setTimeout(() => dismiss(id), GOOD_STAYS_MS);
  return id;
}

export function dismiss(id: number): void {
  replace(notices.filter((notice) => notice.id !== id));
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices);
}
