import { parentPort, workerData } from 'node:worker_threads';
import type { SymbolName } from '../../market/units.ts';
import { AccountBoard, type BoardPlace } from '../account-board.ts';

/** Two of these claim opposite directions of the same symbol at the same moment, round after round. */
export interface ClaimingData {
  readonly place: BoardPlace;
  readonly side: 'buy' | 'sell';
  readonly rounds: number;
  /** How many threads have come to the barrier, ever. */
  readonly barrier: SharedArrayBuffer;
}

const { place, side, rounds, barrier } = workerData as ClaimingData;
const board = new AccountBoard(place);
const count = new Int32Array(barrier);

/** Go on together: the one that comes first waits for the other. */
function meet(times: number): void {
  Atomics.add(count, 0, 1);
  Atomics.notify(count, 0);
  for (let seen = Atomics.load(count, 0); seen < times * 2; seen = Atomics.load(count, 0)) {
    Atomics.wait(count, 0, seen, 1_000);
  }
}

const alone: boolean[] = [];
for (let round = 0; round < rounds; round += 1) {
  meet(2 * round + 1);
  const opposed = board.claim({ symbol: `S${round % 7}` as SymbolName, side });
  alone.push(opposed?.length === 0);
  meet(2 * round + 2);
  board.publish([]);
}
parentPort?.postMessage(alone);
