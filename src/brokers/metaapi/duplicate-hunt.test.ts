import { describe, expect, it } from 'vitest';
import { hunt, tally } from '../mt5/testing/hunt.ts';
import type { HuntedAccount } from '../mt5/testing/hunted-account.ts';
import { huntedCloud } from './testing/hunted-cloud.ts';

const SEEDS = Number(process.env['KIMI_HUNT_SEEDS'] ?? 100);

describe('core and terminal over a service that fails', () => {
  it(
    `send and fill nothing twice and know the end of every order (${SEEDS} seeds)`,
    { timeout: 120_000 + SEEDS * 5_000 },
    async () => {
      const hunted: HuntedAccount[] = [];
      for (let seed = 1; seed <= SEEDS; seed += 1) hunted.push(await hunt(seed, huntedCloud));
      // A hunt in which nothing breaks proves nothing.
      expect(Object.entries(tally(hunted)).filter(([, times]) => times < SEEDS / 10)).toEqual([]);
    },
  );
});
