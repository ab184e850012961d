import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { importBars } from '../src/data/import-bars.ts';
import type { BenchGroup, BenchResult } from './bench-line.ts';
import { EURUSD } from './bench-bars.ts';
import { medianSeconds } from './measure.ts';
import { M15_YEAR, M1_YEAR, type RealFiles } from './real-data.ts';

const RUNS = 5;
const NEW_LINE = 10;

/** Text to checked bars: parsing, joining, clock rule, weekends, gaps. */
export const dataImport: BenchGroup = {
  name: 'import',
  run: () => [importLine(M15_YEAR), importLine(M1_YEAR)],
};

function importLine({ name, files, clock, missing }: RealFiles): BenchResult {
  const what = `import of ${name}`;
  if (missing !== undefined) return { what, skipped: missing };
  const sources = files.map((file) => ({
    name: file.replace(/\.gz$/, ''),
    bytes: file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file),
  }));
  const megabytes = sources.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const seconds = medianSeconds(RUNS, () => {
    const imported = importBars(sources, { instrument: EURUSD, clock });
    if (!imported.ok) throw new Error(imported.problem.reason);
  });
  const counting = medianSeconds(RUNS, () => sources.map(({ bytes }) => countLines(bytes)));
  return {
    what,
    value: megabytes / seconds,
    unit: 'MB/s',
    reference: { what: 'counting its lines', value: megabytes / counting },
    asked: { bound: 'at least', value: 50 },
    sample: `${megabytes.toFixed(1)} MB of text, median of ${RUNS} runs`,
  };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === NEW_LINE) lines += 1;
  return lines;
}
