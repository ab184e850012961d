import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import Table from 'cli-table3';
import {
  comparisonLines,
  comparisonPage,
  comparisonWarnings,
} from '../../evidence/compare/comparison.ts';
import { readSide, type ComparedSide } from '../../evidence/compare/sides.ts';
import { mustBeWritable } from './backtest-output.ts';
import { CommandError } from '../exit-codes.ts';

export interface CompareOptions {
  readonly html?: string;
}

/** Two results side by side: ours, or reports of the MT5 Strategy Tester. */
export function compare(left: string, right: string, { html }: CompareOptions): void {
  if (html !== undefined) mustBeWritable(html);
  const [one, other] = [sideIn(left), sideIn(right)];
  const table = new Table({
    head: ['', one.name, other.name],
    style: { head: [], border: [] },
  });
  for (const line of comparisonLines(one, other)) table.push([...line]);
  const warnings = comparisonWarnings(one, other).map((warning) => `Note: ${warning}\n`);
  process.stdout.write(`${table.toString()}\n${warnings.join('')}`);
  if (html === undefined) return;
  writeFileSync(html, comparisonPage(one, other));
  process.stdout.write(`Comparison written to ${html}\n`);
}

function sideIn(file: string): ComparedSide {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const read = readSide(bytes, basename(file));
  if (!read.ok) throw new CommandError(read.message);
  return read.side;
}
