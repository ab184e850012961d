import { useCallback, useRef, useState } from 'react';
import { newKey, sendAct, type Act } from '../api/actions.ts';
import { problemWords } from '../problem-words.ts';
import { words } from '../words.ts';
import { notify } from './notices.ts';
import { live } from './use-live.ts';

interface Action {
  readonly busy: boolean;
  /** Why the last attempt failed, for a dialog that covers the notices. */
  readonly failed: string | undefined;
  /** Resolves to whether it succeeded. */
  readonly run: (act: Act, done: string) => Promise<boolean>;
}

/**
 * Something a person asks for, once: while it is under way it cannot be asked for again, and its
 * outcome is told either way. Asked for again after no answer came, it is the same request.
 */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  // State alone changes too late for a double click.
  const underWay = useRef(false);
  const unanswered = useRef<{ readonly what: string; readonly key: string }>(undefined);
  const run = useCallback(async (act: Act, done: string) => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(true);
    setFailed(undefined);
    const what = JSON.stringify(act);
    const key = unanswered.current?.what === what ? unanswered.current.key : newKey();
    const result = await sendAct(act, key);
    const noAnswer = !result.ok && result.problem.status === 0;
    unanswered.current = noAnswer ? { what, key } : undefined;
    underWay.current = false;
    setBusy(false);
    if (result.ok) {
      notify('good', result.value.message ?? done);
      return true;
    }
    const why = noAnswer ? words.problem.notConfirmed : problemWords(result.problem);
    setFailed(why);
    // The page says how to sign in as soon as it is known that this is needed.
    if (!result.ok && result.problem.status === 401) live.reconnect();
    notify('danger', why);
    return false;
  }, []);
  return { busy, failed, run };
}
