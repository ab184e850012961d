import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { EIGHT_SYMBOLS } from './bench-bars.ts';
import type { BenchGroup, BenchLine, BenchResult } from './bench-line.ts';
import { RunningProgram } from './running-program.ts';

const ACCOUNTS = ['one', 'two', 'three'];
const SECONDS = 60;
const DAY_SECONDS = 86_400;
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
/** Two numbers and the overhead of a row come to about 24 bytes. */
const FACTS = `
  SELECT count(*) AS facts, max(time) - min(time) AS span,
    sum(length(kind) + length(body) + length(link) + 24) AS bytes
  FROM facts`;
const CONFIG = [
  'accounts:',
  ...ACCOUNTS.map(
    (name) =>
      `  - { name: ${name}, mode: simulated, currency: SIM, symbols: [${EIGHT_SYMBOLS.join(', ')}] }`,
  ),
].join('\n');

/** Three accounts of eight symbols at the speed of the real clock. */
export const longRun: BenchGroup = {
  name: 'long-run',
  async run(): Promise<readonly BenchResult[]> {
    const what = `three accounts of eight symbols at real speed`;
    if (process.platform !== 'linux')
      return [{ what, skipped: 'memory and time are read from /proc' }];
    const folder = mkdtempSync(join(tmpdir(), 'kimi-agent-bench-'));
    const state = join(folder, 'state');
    mkdirSync(state);
    writeFileSync(join(folder, 'kimi.yaml'), CONFIG);
    const options = ['--config', join(folder, 'kimi.yaml'), '--speed', '1'];
    const program = await RunningProgram.start(state, options);
    try {
      const lines = await watched(program, what);
      return [...lines, journalLine(state, what)];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

interface FactsRow {
  readonly facts: number;
  readonly span: number;
  readonly bytes: number;
}

/** Watches the program for a while and stops it. */
async function watched(program: RunningProgram, what: string): Promise<BenchLine[]> {
  try {
    await program.until(() => program.isLoaded('EURUSD'));
    await sleep(2_000); // what loading left behind is collected
    return await watch(program, what);
  } finally {
    await program.stop();
  }
}

async function watch(program: RunningProgram, what: string): Promise<BenchLine[]> {
  const cpu = cpuSeconds(program.pid);
  const begun = performance.now();
  await sleep(SECONDS * 1000);
  const seconds = (performance.now() - begun) / 1000;
  const share = (cpuSeconds(program.pid) - cpu) / seconds;
  const sample = `${SECONDS} s, ${availableParallelism()} cores`;
  return [
    {
      what: `${what}: resident memory`,
      value: residentBytes(program.pid) / 1e6,
      unit: 'MB',
      asked: { bound: 'at most', value: 250 },
      sample,
    },
    {
      what: `${what}: share of one core`,
      value: share * 100,
      unit: '%',
      asked: { bound: 'at most', value: 3 },
      sample,
    },
  ];
}

function journalLine(state: string, what: string): BenchLine {
  const { bytes, days, facts } = journalsOf(state);
  return {
    what: `${what}: journal a day`,
    value: bytes / 1e6 / days,
    unit: 'MB',
    asked: { bound: 'at most', value: 50 },
    sample: `${facts} facts of ${days.toFixed(1)} days, the first life's included`,
  };
}

function cpuSeconds(pid: number): number {
  // The name, second of the fields, may hold spaces; the rest begins after its closing bracket.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentBytes(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
}

/** Bytes of all journals' facts, and the days of the simulated clock that they tell of. */
function journalsOf(state: string): { bytes: number; days: number; facts: number } {
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' });
  const found = { bytes: 0, days: 0, facts: 0 };
  for (const file of files.filter((name) => name.endsWith('journal.sqlite'))) {
    const database = new DatabaseSync(join(state, file), { readOnly: true });
    const row = database.prepare(FACTS).get() as unknown as FactsRow;
    database.close();
    found.bytes += row.bytes;
    found.facts += row.facts;
    found.days = Math.max(found.days, row.span / (DAY_SECONDS * 1000));
  }
  return found;
}
