import { parentPort } from 'node:worker_threads';

/** A trading thread that runs for a moment. */
parentPort?.postMessage({ type: 'status', status: { state: 'running', detail: 'trading' } });
setTimeout(() => {
  throw new Error('out of luck');
}, 20);
