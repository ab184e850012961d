import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gate } from '../../evidence/gate/gate.ts';
import type { GateVerdict } from '../../evidence/gate/verdict.ts';
import { RunLedger } from '../../evidence/ledger/run-ledger.ts';
import { readResult } from '../../evidence/read-result.ts';
import type { BacktestResult } from '../../evidence/result.ts';
import { mustBeWritable } from './backtest-output.ts';
import { configuration } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { version } from '../version.ts';

export interface GateOptions {
  readonly config?: string;
  readonly state?: string;
  readonly json?: string;
}

/** May the configuration of a result trade real money? Exit 0 when it may, 3 when not, 2 on bad input. */
export function gateCommand(file: string, options: GateOptions): void {
  if (options.json !== undefined) mustBeWritable(options.json);
  const result = resultIn(file);
  const ledger = new RunLedger(options.state ?? configuration(options.config).state_dir);
  const read = ledger.read();
  if (!read.ok) throw new CommandError(read.message);
  const verdict = gate(result, read.entries, version());
  keep(ledger, result, verdict);
  process.stdout.write(`${inWords(verdict)}\n`);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(verdict, undefined, 1)}\n`);
    process.stdout.write(`Verdict written to ${options.json}\n`);
  }
  if (!verdict.passed) process.exitCode = EXIT.gateShut;
}

/** The result in a file that a backtest wrote with --json. */
export function resultIn(file: string): BacktestResult {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const read = readResult(text, file);
  if (!read.ok) throw new CommandError(read.message);
  return read.result;
}

function keep(ledger: RunLedger, result: BacktestResult, verdict: GateVerdict): void {
  const { configurationHash = '', tradesSha256 } = result;
  const failed = verdict.checks.filter(({ passed }) => !passed).map(({ check }) => check);
  const at = new Date().toISOString();
  try {
    const { passed } = verdict;
    ledger.append({ kind: 'gate', at, configurationHash, tradesSha256, passed, failed });
  } catch (error) {
    throw new CommandError(`${ledger.file} cannot be written: ${(error as Error).message}`);
  }
}

function inWords({ passed, checks }: GateVerdict): string {
  const lines = checks.map(
    (check) =>
      `${check.passed ? 'met     ' : 'NOT MET '} ${check.check.padEnd(12)} ${check.detail}`,
  );
  const end = passed
    ? 'PASSED: this very configuration may trade real money.'
    : 'NOT PASSED: this configuration has not earned real money.';
  return [...lines, end].join('\n');
}
