import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { BenchGroup, BenchResult } from './bench-line.ts';
import { medianSeconds } from './measure.ts';
import { M15_YEAR, M1_YEAR, type RealFiles } from './real-data.ts';

export const ROOT = join(import.meta.dirname, '..');
export const LAUNCHER = join(ROOT, 'bin/kimi-agent.mjs');
const RUNS = 5;

/** The command as a user gives it, from its start to its end. */
export const wholeProcess: BenchGroup = {
  name: 'whole-process',
  run() {
    const nothing = medianSeconds(RUNS, () => runNode(['-e', '0']));
    return [backtestLine(M15_YEAR, 1, nothing), backtestLine(M1_YEAR, 5, nothing)];
  },
};

function backtestLine(data: RealFiles, most: number, nothing: number): BenchResult {
  const what = `backtest of ${data.name}, whole process`;
  if (data.missing !== undefined) return { what, skipped: data.missing };
  const { files, symbol, clock } = data;
  const seconds = medianSeconds(RUNS, () =>
    runNode([LAUNCHER, 'backtest', ...files, '--symbol', symbol, '--clock', clock]),
  );
  return {
    what,
    value: seconds,
    unit: 's',
    reference: { what: 'Node doing nothing', value: nothing },
    asked: { bound: 'at most', value: most },
    sample: `median of ${RUNS} runs`,
  };
}

function runNode(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
}
