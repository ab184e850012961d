import { beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { COMPILER, compiled, expertSource, SANITIZED } from './compile.ts';
import { SCENARIOS } from './scenarios/all.ts';

describe.skipIf(COMPILER === undefined)(
  'the Expert Advisor (skipped where there is no g++)',
  { timeout: 60_000 },
  () => {
    let program: string;

    beforeAll(async () => {
      program = await compiled(expertSource(), SANITIZED);
    }, 240_000);

    it.each(SCENARIOS)('$name', async ({ run, script }) => {
      const bench = await Bench.build(program, { script });
      try {
        await run(bench);
        // A critical error of the terminal or a finding of a sanitizer fails whatever was tried.
        expect(bench.expert.faults).toBe('');
      } finally {
        await bench.end();
      }
    });
  },
);
