import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';
import { DECISION_MUTATIONS } from './test/decision-mutations.ts';
import { MORE_MUTATIONS } from './test/more-mutations.ts';
import { MUTATIONS } from './test/mutations.ts';

/** Every mistake is found within so many worlds; most are in the first. */
const WORLDS = 300;
const FIRST = 700;
const ALL = [...MUTATIONS, ...MORE_MUTATIONS, ...DECISION_MUTATIONS];

describe('a mistake in the program', { timeout: 60_000 }, () => {
  it('is one of many', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(15);
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  });

  it.each(ALL)('is found: $name', ({ makers }) => {
    let found: string | undefined;
    for (let seed = FIRST; seed < FIRST + WORLDS && found === undefined; seed += 1) {
      found = runSeed(seed, makers).violation?.detail;
    }
    expect(found).toBeDefined();
  });
});
