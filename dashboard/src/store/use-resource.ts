import { useEffect, useEffectEvent, useState } from 'react';
import type { ApiResult } from '../api/client.ts';
import type { StreamMessage } from '../api/types.ts';
import { problemWords } from '../problem-words.ts';
import { live } from './use-live.ts';

/** Changes may come in bursts: one request answers for all of them. */
const SETTLE_MS = 700;

export interface Resource<T> {
  /** The last answer; undefined before the first. */
  readonly value: T | undefined;
  /** Why the newest attempt failed. An older answer may still be shown beside it. */
  readonly failed: string | undefined;
}

export interface Refreshing {
  /** Is this a message after which the answer may be another? */
  readonly after?: (message: StreamMessage) => boolean;
  /** Ask again this often while the page is looked at. */
  readonly everyMs?: number;
}

/**
 * An answer of the API that the stream does not carry, kept fresh: asked for again after a new
 * snapshot (messages were missed), after messages that change it, and now and then. `key` names
 * what is asked for; an undefined one asks for nothing.
 */
export function useResource<T>(
  key: string | undefined,
  load: () => Promise<ApiResult<T>>,
  { after, everyMs }: Refreshing = {},
): Resource<T> {
  const [kept, setKept] = useState<Resource<T> & { readonly key: string | undefined }>();
  const loadNow = useEffectEvent(load);
  const changes = useEffectEvent((message: StreamMessage) => after?.(message) === true);
  useEffect(() => {
    if (key === undefined) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      timer = undefined;
      const answer = await loadNow();
      if (over) return;
      setKept((before) => ({
        key,
        value: answer.ok ? answer.value : before?.key === key ? before.value : undefined,
        failed: answer.ok ? undefined : problemWords(answer.problem),
      }));
    };
    const stop = live.listen((message) => {
      if (message.type !== 'snapshot' && !changes(message)) return;
      timer ??= setTimeout(() => void ask(), SETTLE_MS);
    });
    const again = everyMs && setInterval(() => document.hidden || void ask(), everyMs);
    void ask();
    return () => {
      over = true;
      stop();
      clearTimeout(timer);
      clearInterval(again);
    };
  }, [key, everyMs]);
  return kept?.key === key && kept ? kept : { value: undefined, failed: undefined };
}

/** Messages that tell of an account's event of one of these kinds. */
export function eventsOf(account: string, ...kinds: readonly string[]) {
  return (message: StreamMessage): boolean =>
    message.type === 'event' &&
    message.event.account === account &&
    (kinds.length === 0 || kinds.includes(message.event.kind));
}
