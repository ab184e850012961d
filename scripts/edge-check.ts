// Does the simulated market, or the simulator, give money away? Runs the backtest of
// `kimi-agent backtest --simulated` for many seeds and looks at the mean R of all trades.
//   npm run edge-check -- --seeds 1000 --weeks 4 [--first SEED] [--config FILE] [--json FILE]
// Exit code 1 when the mean R is above zero beyond chance: on prices that are a martingale no rule can
// win, so that would be a fault of ours.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { configuration } from '../src/cli/configuration.ts';
import { CommandError } from '../src/cli/exit-codes.ts';
import { progressBar } from '../src/cli/progress.ts';
import { runSeeds } from './edge-check/pool.ts';
import { describe, summarise } from './edge-check/summary.ts';

const THREADS = 2;
/** Where there is no terminal for a bar, a line after so many seeds. */
const LINE_EVERY = 50;

function wholeNumber(text: string, name: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new CommandError(`--${name} ${text}: allowed is a whole number above 0.`);
}

interface Options {
  readonly first: number;
  readonly seeds: number;
  readonly weeks: number;
  readonly json?: string;
  readonly config?: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      weeks: { type: 'string', default: '4' },
      first: { type: 'string', default: '1' },
      json: { type: 'string' },
      config: { type: 'string' },
    },
  });
  const { first, seeds, weeks, ...files } = values;
  return {
    ...files,
    first: wholeNumber(first, 'first'),
    seeds: wholeNumber(seeds, 'seeds'),
    weeks: wholeNumber(weeks, 'weeks'),
  };
}

async function main(): Promise<void> {
  const { first, seeds, weeks, json, config } = readOptions();
  const account = configuration(config).accounts[0];
  if (!account) throw new CommandError('The configuration has no account.');
  const started = performance.now();
  const bar = progressBar('edge-check');
  const results = await runSeeds({ account, weeks }, first, seeds, THREADS, (done) => {
    bar.show(done, seeds);
    if (!process.stderr.isTTY && done % LINE_EVERY === 0) {
      process.stderr.write(`${done} of ${seeds} seeds\n`);
    }
  });
  bar.end();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`${describe(results, weeks)}\nTook ${seconds} s on ${THREADS} threads.\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results)}\n`);
  if (summarise(results).givesMoneyAway) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof CommandError || error instanceof TypeError;
  process.stderr.write(`edge-check: ${isExpected ? error.message : (error as Error).stack}\n`);
  process.exitCode = 2;
}
