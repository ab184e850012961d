import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import type { SignalRecord } from '../api/types.ts';
import { problemWords } from '../problem-words.ts';
import { live } from './use-live.ts';

const SHOWN = 60;
/** Decisions may come in bursts: one request answers for all of them. */
const SETTLE_MS = 700;

interface Signals {
  /** Newest first. */
  readonly records: readonly SignalRecord[];
  readonly failed: string | undefined;
}

/** The account's newest decisions, fetched again when the stream tells of another. */
export function useSignals(account: string | undefined): Signals {
  const [signals, setSignals] = useState<Signals>({ records: [], failed: undefined });
  useEffect(() => {
    if (account === undefined) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      timer = undefined;
      const answer = await api.signals(account, SHOWN);
      if (over) return;
      setSignals((before) =>
        answer.ok
          ? { records: answer.value.signals, failed: undefined }
          : { records: before.records, failed: problemWords(answer.problem) },
      );
    };
    const stop = live.listen((message) => {
      const decided =
        message.type === 'event' &&
        message.event.account === account &&
        message.event.kind === 'signal';
      // A new snapshot means that messages were missed.
      if (decided || message.type === 'snapshot')
        timer ??= setTimeout(() => void load(), SETTLE_MS);
    });
    void load();
    return () => {
      over = true;
      stop();
      clearTimeout(timer);
    };
  }, [account]);
  return signals;
}
