import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What V8 puts under the name `gc` when it is asked to expose it. */
type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * Give back what a start has used and life will not: playing weeks of a market leaves a heap several
 * times as large as a trading account needs, and V8 by itself keeps it.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** A page that opens at the start comes first. */
const RELEASE_AFTER_MS = 5_000;

/** Once all accounts have told their history, what carried it here is no longer needed. */
export class ReleaseAfterStart {
  #isDone = false;

  startedAll(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    setTimeout(releaseMemory, RELEASE_AFTER_MS).unref();
  }
}
