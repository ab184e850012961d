import { codeInHash, openSession } from './api/session.ts';
import { followLooks } from './store/last-look.ts';
import { live } from './store/use-live.ts';
import { dismiss, notify } from './store/notices.ts';
import { problemWords } from './problem-words.ts';
import { words } from './words.ts';

/** Sign in with the address's code if it has one, then follow the stream. */
export async function startPage(): Promise<void> {
  await signIn();
  live.start();
  followLooks();
  // The printed link opened in this very tab changes only the hash.
  window.addEventListener('hashchange', () => {
    if (codeInHash(location.hash) === undefined) return;
    void signIn().then(() => live.reconnect());
  });
}

let refusal: number | undefined;

async function signIn(): Promise<void> {
  const problem = await openSession();
  if (refusal !== undefined) dismiss(refusal);
  refusal = undefined;
  if (problem === undefined) return;
  const why = problem.status === 401 ? words.signedOut.usedCode : problemWords(problem);
  refusal = notify('danger', words.signedOut.badCode(why));
}
