import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { AccountName } from '../market/units.ts';
import { makeBoard } from './account-board.ts';
import type { ClaimingData } from './test/claiming-thread.ts';

const ROUNDS = 3_000;
const THREAD = new URL('./test/claiming-thread.ts', import.meta.url);
const NAMES = ['one', 'two'] as AccountName[];

it('of two opposite claims in one moment at most one is made, in threads of their own', async () => {
  const board = makeBoard(2);
  const barrier = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const claims = await Promise.all(
    NAMES.map(async (_, at) => {
      const neighbours = NAMES.map((name, other) => ({ at: other, name })).filter(
        (one) => one.at !== at,
      );
      const side = at === 0 ? 'buy' : 'sell';
      const place = { board, at, neighbours };
      const workerData: ClaimingData = { place, side, rounds: ROUNDS, barrier };
      const worker = new Worker(THREAD, { workerData });
      const [alone] = (await once(worker, 'message')) as [boolean[]];
      await worker.terminate();
      return alone;
    }),
  );
  const [one = [], two = []] = claims;
  expect(one).toHaveLength(ROUNDS);
  // Both may be refused; both may never be made.
  expect(one.filter((made, round) => made && two[round])).toEqual([]);
  // And the two do meet: now the one comes first, now the other.
  expect(one.some((made) => made)).toBe(true);
  expect(two.some((made) => made)).toBe(true);
}, 60_000);
