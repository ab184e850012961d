import { describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { COMPILER, compiled, expertSource, PLAIN } from './compile.ts';
import { SCENARIOS } from './scenarios/all.ts';
import { SEEDED_BUGS, type SeededBug } from './seeded-bugs.ts';

/** Compiling each takes seconds: a few a day, others each day, or all with KIMI_MT5_BUGS=all. */
const A_DAY = 4;
const TODAY = Math.floor(Date.now() / 86_400_000) * A_DAY;
const chosen =
  process.env['KIMI_MT5_BUGS'] === 'all'
    ? SEEDED_BUGS
    : Array.from(
        { length: A_DAY },
        (_, at) => SEEDED_BUGS[(TODAY + at) % SEEDED_BUGS.length] as SeededBug,
      );

it.each(SEEDED_BUGS)('the bug "$name" can still be made, and names a scenario', (bug) => {
  expect(expertSource().split(bug.from)).toHaveLength(2);
  expect(SCENARIOS.filter(({ name }) => name.startsWith(bug.caughtBy)).length).toBeGreaterThan(0);
});

describe.skipIf(COMPILER === undefined)(
  'a mistake in the Expert Advisor (skipped where there is no g++)',
  { timeout: 120_000 },
  () => {
    it.each(chosen)('is caught: $name', async ({ from, to, caughtBy }) => {
      const program = await compiled(
        expertSource().replace(from, () => to),
        PLAIN,
      );
      const scenarios = SCENARIOS.filter(({ name }) => name.startsWith(caughtBy));
      const caught = await Promise.all(scenarios.map((one) => isCaught(program, one)));
      expect(caught).toContain(true);
    });
  },
);

async function isCaught(
  program: string,
  { run, script }: (typeof SCENARIOS)[number],
): Promise<boolean> {
  const bench = await Bench.build(program, { script });
  try {
    await run(bench);
    return bench.expert.faults !== '';
  } catch {
    return true;
  } finally {
    await bench.end();
  }
}
