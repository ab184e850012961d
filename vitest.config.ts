import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { WaitingFirst } from './test/support/waiting-first.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'dashboard/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dashboard/dist/**'],
    // Our modules hold no state that one test file could spoil for another, and starting afresh for
    // each file costs six times the tests themselves.
    isolate: false,
    // Many tests wait for programs of their own rather than count: two at a time even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: WaitingFirst },
    maxConcurrency: 3,
    // A bound for what hangs, no measure of speed: the machine may be busy with something else.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
