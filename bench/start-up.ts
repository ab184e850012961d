import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { median } from './measure.ts';
import { RunningProgram } from './running-program.ts';

const RUNS = 3;

/** From the command to a page with history in it, on a new state folder and on a used one. */
export const startUp: BenchGroup = {
  name: 'start',
  async run() {
    const first: number[] = [];
    const second: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const state = mkdtempSync(join(tmpdir(), 'kimi-agent-bench-'));
      first.push(await secondsToLoad(state));
      second.push(await secondsToLoad(state));
      rmSync(state, { recursive: true });
    }
    return [line('first', first), line('second', second)];
  },
};

async function secondsToLoad(state: string): Promise<number> {
  const begun = performance.now();
  const program = await RunningProgram.start(state, []);
  try {
    await program.until(() => program.isLoaded('EURUSD'));
    return (performance.now() - begun) / 1000;
  } finally {
    await program.stop();
  }
}

function line(which: string, seconds: readonly number[]): BenchLine {
  return {
    what: `start to a page with history, ${which} start`,
    value: median(seconds),
    unit: 's',
    asked: { bound: 'at most', value: 3 },
    sample: `median of ${RUNS} runs`,
  };
}
