import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { COMPILER, compiled, COUNTED, expertSource, SANITIZED } from './compile.ts';
import { lineCoverage } from './line-coverage.ts';
import { SCENARIOS } from './scenarios/all.ts';

/** `npm run mt5:coverage` counts lines in place of the sanitizers. */
const COUNTS_LINES = process.env['KIMI_MT5_COVERAGE'] === '1';

describe.skipIf(COMPILER === undefined)(
  'the Expert Advisor (skipped where there is no g++)',
  { timeout: 60_000 },
  () => {
    let program: string;

    beforeAll(async () => {
      program = await compiled(expertSource(), COUNTS_LINES ? COUNTED : SANITIZED);
    }, 240_000);

    afterAll(() => {
      if (!COUNTS_LINES) return;
      const { share, missed } = lineCoverage(program);
      const lines = missed.join(' ');
      process.stdout.write(
        `KimiBridge.mq5: ${(100 * share).toFixed(1)} % of its lines reached; not: ${lines}\n`,
      );
    });

    it.concurrent.each(SCENARIOS)('$name', async ({ run, script }) => {
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
