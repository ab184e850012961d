import { setTimeout } from 'node:timers/promises';
import { retryAt } from './words-of.ts';

/** No answer within this time is none; the SDK gives up before. */
export const ANSWER_WITHIN_MS = 28_000;
/** A request that trades is never repeated; one that only reads is, this often. */
const TRIES = 3;
const LONGEST_WAIT_MS = 60_000;

class DeadlineError extends Error {
  override readonly name = 'TimeoutError';
}

/** The answer, or an error of the name `TimeoutError` when it takes longer. */
export async function within<Answer>(ms: number, asked: Promise<Answer>): Promise<Answer> {
  const given = new AbortController();
  const late = setTimeout(ms, undefined, { signal: given.signal }).then(() => {
    throw new DeadlineError(`no answer within ${ms / 1000} s`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([asked, late]);
  } finally {
    given.abort();
  }
}

/** Ask again when the service says that it was asked too often, at the time that it names. */
export async function whenItMay<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      const at = retryAt(error);
      const wait = at === undefined ? Infinity : Math.max(0, at - Date.now());
      if (tried >= TRIES || wait > LONGEST_WAIT_MS) throw error;
      await setTimeout(wait);
    }
  }
}
