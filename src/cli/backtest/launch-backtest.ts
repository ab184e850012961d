import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BacktestDesk } from '../../api/research/backtest-jobs.ts';
import { TELLS_PARENT } from '../progress.ts';

interface LaunchOptions {
  /** Folder of the run ledger. */
  readonly state: string;
  readonly config?: string;
}

/** Starts `kimi-agent backtest` as a person would, in a process that tells its progress. */
export function launchBacktest({ state, config }: LaunchOptions): BacktestDesk['launch'] {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const always = ['--state', state, ...(config === undefined ? [] : ['--config', config])];
  return (args) =>
    spawn(process.execPath, [main, 'backtest', ...always, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, [TELLS_PARENT]: '1' },
    });
}
