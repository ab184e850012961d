import { Worker } from 'node:worker_threads';
import type { AccountConfig } from '../../src/config/schema.ts';
import type { SeedResult } from './one-seed.ts';

export interface WorkerOrders {
  readonly account: AccountConfig;
  readonly weeks: number;
}

/** Run `seeds` seeds from `first` on, on `threads` threads; the results in the order of seeds. */
export async function runSeeds(
  orders: WorkerOrders,
  first: number,
  seeds: number,
  threads: number,
  onResult: (done: number) => void,
): Promise<readonly SeedResult[]> {
  const results: SeedResult[] = [];
  let next = first;
  const runThread = async (): Promise<void> => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: orders });
    try {
      for (let seed = next++; seed < first + seeds; seed = next++) {
        results.push(await ask(worker, seed));
        onResult(results.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, seeds) }, runThread));
  return results.toSorted((left, right) => left.seed - right.seed);
}

function ask(worker: Worker, seed: number): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const onMessage = (result: SeedResult): void => {
      worker.off('error', reject);
      resolve(result);
    };
    worker.once('message', onMessage);
    worker.once('error', reject);
    worker.postMessage(seed);
  });
}
