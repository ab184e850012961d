import { parentPort, workerData } from 'node:worker_threads';
import { runSeed, type SeedResult } from './one-seed.ts';
import type { WorkerOrders } from './pool.ts';

const { account, weeks } = workerData as WorkerOrders;
const post = (result: SeedResult): void => parentPort?.postMessage(result);
parentPort?.on('message', (seed: number) => post(runSeed(account, seed, weeks)));
