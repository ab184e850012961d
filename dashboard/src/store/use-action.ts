import { useCallback, useRef, useState } from 'react';
import type { ApiResult, Done } from '../api/client.ts';
import { problemWords } from '../problem-words.ts';
import { words } from '../words.ts';
import { notify } from './notices.ts';

interface Action {
  readonly busy: boolean;
  /** Why the last attempt failed, for a dialog that covers the notices. */
  readonly failed: string | undefined;
  /** Resolves to whether it succeeded. */
  readonly run: (call: () => Promise<ApiResult<Done>>, done: string) => Promise<boolean>;
}

/**
 * Something a person asks for, once: while it is under way it cannot be asked for again, and its
 * outcome is told either way.
 */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  // State alone changes too late for a double click.
  const underWay = useRef(false);
  const run = useCallback(async (call: () => Promise<ApiResult<Done>>, done: string) => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(true);
    setFailed(undefined);
    const result = await call();
    underWay.current = false;
    setBusy(false);
    if (result.ok) {
      notify('good', result.value.message ?? done);
      return true;
    }
    const { problem } = result;
    const why = problem.status === 0 ? words.problem.notConfirmed : problemWords(problem);
    setFailed(why);
    notify('danger', why);
    return false;
  }, []);
  return { busy, failed, run };
}
