import { describe, expect, it } from 'vitest';
import { hunt, tally } from './testing/hunt.ts';
import type { HuntedAccount } from './testing/hunted-account.ts';
import { huntedGateway } from './testing/hunted-gateway.ts';

const SEEDS = Number(process.env['KIMI_HUNT_SEEDS'] ?? 12);

describe('core, gateway and terminal over a line that breaks', () => {
  it(
    `send and fill nothing twice and know the end of every order (${SEEDS} seeds)`,
    { timeout: 120_000 + SEEDS * 5_000 },
    async () => {
      const hunted: HuntedAccount[] = [];
      for (let seed = 1; seed <= SEEDS; seed += 1) hunted.push(await hunt(seed, huntedGateway));
      // A hunt in which nothing breaks proves nothing.
      expect(Object.entries(tally(hunted)).filter(([, times]) => times < SEEDS / 4)).toEqual([]);
    },
  );
});
