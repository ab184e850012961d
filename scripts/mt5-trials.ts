import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** `bugs` makes every seeded mistake in the Expert Advisor; `coverage` counts the lines that are reached. */
const TRIALS = {
  bugs: { file: 'test/mt5/seeded-bugs.test.ts', env: { KIMI_MT5_BUGS: 'all' } },
  coverage: { file: 'test/mt5/expert.test.ts', env: { KIMI_MT5_COVERAGE: '1' } },
} as const;

const [what = ''] = process.argv.slice(2);
if (!Object.hasOwn(TRIALS, what)) {
  process.stderr.write(`allowed are ${Object.keys(TRIALS).join(' and ')}\n`);
  process.exit(2);
}
const { file, env } = TRIALS[what as keyof typeof TRIALS];
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', file], {
  stdio: 'inherit',
  env: { ...process.env, ...env },
});
process.exit(status ?? 1);
