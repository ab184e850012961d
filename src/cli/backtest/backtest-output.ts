import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reportPage } from '../../evidence/report/page.ts';
import { chartBars, type BarsByTimeframe } from '../../evidence/report/chart-bars.ts';
import { tradesCsv } from '../../evidence/report/trades-csv.ts';
import type { GateVerdict } from '../../evidence/gate/verdict.ts';
import type { BacktestResult } from '../../evidence/result.ts';
import { CommandError } from '../exit-codes.ts';

export interface OutputOptions {
  readonly json?: string;
  readonly html?: string;
  readonly csv?: string;
}

export function mustAllBeWritable({ json, html, csv }: OutputOptions): void {
  for (const file of [json, html, csv]) if (file !== undefined) mustBeWritable(file);
}

export interface Output {
  readonly result: BacktestResult;
  readonly verdict: GateVerdict;
  readonly notes: readonly string[];
  readonly bars: BarsByTimeframe;
}

export function writeResult(output: Output, { json, html, csv }: OutputOptions): void {
  const { result, bars } = output;
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify(result, undefined, 1)}\n`);
    process.stdout.write(`Result written to ${json}\n`);
  }
  if (csv !== undefined) {
    writeFileSync(csv, tradesCsv(result.trades));
    process.stdout.write(`Trades written to ${csv}\n`);
  }
  if (html !== undefined) {
    const charts = chartBars(result, bars);
    writeFileSync(html, reportPage({ ...output, charts }));
    process.stdout.write(`Report written to ${html}\n`);
  }
}

/** Told before the run, not after it. */
export function mustBeWritable(file: string): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) {
    throw new CommandError(`The folder ${folder} of ${file} does not exist.`);
  }
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new CommandError(`${file} is a folder: name a file to write to.`);
  }
}
