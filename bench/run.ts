// How fast it is, each figure beside a reference measured in the same run where one can run.
//   npm run bench                     everything, about five minutes
//   npm run bench -- detectors market  only these groups
// The table goes to the terminal, the same as JSON to bench/out/. Nothing here passes or fails: a
// machine that is busy with something else is slower.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { version } from '../src/cli/version.ts';
import { isMeasured, ratioOf, type BenchGroup, type BenchResult } from './bench-line.ts';
import { api } from './api.ts';
import { bridge } from './bridge.ts';
import { dataImport } from './data-import.ts';
import { decision } from './decision.ts';
import { detectors } from './detectors.ts';
import { longRun } from './long-run.ts';
import { manyAgents } from './many-agents.ts';
import { market } from './market.ts';
import { memory } from './memory.ts';
import { referenceMode } from './reference-mode.ts';
import { smaCross } from './sma-cross.ts';
import { startUp } from './start-up.ts';
import { tableOf } from './table.ts';
import { wholeProcess } from './whole-process.ts';

const GROUPS: readonly BenchGroup[] = [
  wholeProcess,
  dataImport,
  detectors,
  referenceMode,
  smaCross,
  market,
  manyAgents,
  memory,
  decision,
  bridge,
  startUp,
  api,
  longRun,
];

const OUT = join(import.meta.dirname, 'out');

const machine = {
  version: version(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};

function chosenGroups(names: readonly string[]): readonly BenchGroup[] {
  const unknown = names.find((name) => GROUPS.every((group) => group.name !== name));
  if (unknown === undefined) {
    return names.length === 0 ? GROUPS : GROUPS.filter(({ name }) => names.includes(name));
  }
  const known = GROUPS.map(({ name }) => name).join(', ');
  process.stderr.write(`bench: there is no group ${unknown}; there are ${known}\n`);
  return process.exit(2);
}

/** A group that fails is told as such, and the others go on. */
async function resultsOf(group: BenchGroup): Promise<readonly BenchResult[]> {
  try {
    return await group.run();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.exitCode = 1;
    return [{ what: group.name, skipped: `failed: ${why}` }];
  }
}

async function main(): Promise<void> {
  const lines: BenchResult[] = [];
  for (const group of chosenGroups(process.argv.slice(2))) {
    process.stderr.write(`${group.name} …\n`);
    lines.push(...(await resultsOf(group)));
  }
  const { node, platform, processor, cores, memoryGiB } = machine;
  process.stdout.write(
    `Kimi Agent ${machine.version}, Node ${node}, ${platform}, ${processor}, ${cores} cores, ` +
      `${memoryGiB} GiB\n${tableOf(lines)}\n`,
  );
  const file = join(
    OUT,
    `bench-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`,
  );
  mkdirSync(OUT, { recursive: true });
  const results = lines.map((line) =>
    isMeasured(line) ? { ...line, ratio: ratioOf(line) } : line,
  );
  writeFileSync(file, `${JSON.stringify({ machine, results }, undefined, 1)}\n`);
  process.stdout.write(`Written to ${file}\n`);
}

await main();
