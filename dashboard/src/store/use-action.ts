import { useCallback, useRef, useState } from 'react';
import type { ApiResult, Done } from '../api/client.ts';
import { problemWords } from '../problem-words.ts';
import { notify } from './notices.ts';

/**
 * Something a person asks for, once: while it is under way it cannot be asked for again, and its
 * outcome is told either way. Resolves to whether it succeeded.
 */
export function useAction(): {
  readonly busy: boolean;
  readonly run: (call: () => Promise<ApiResult<Done>>, done: string) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  // State alone changes too late for a double click.
  const underWay = useRef(false);
  const run = useCallback(async (call: () => Promise<ApiResult<Done>>, done: string) => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(true);
    const result = await call();
    underWay.current = false;
    setBusy(false);
    if (result.ok) notify('good', result.value.message ?? done);
    else notify('danger', problemWords(result.problem));
    return result.ok;
  }, []);
  return { busy, run };
}
