import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { describeProblem } from '../config/problem.ts';
import { CommandError } from './exit-codes.ts';
import { simulateScenario } from './simulate-player.ts';
import { readScenario } from './simulate-problems.ts';
import { resultSchema, type SimulationResult } from './simulate-result.ts';
import { scenarioSchema } from './simulate-scenario.ts';

export interface SimulateOptions {
  readonly json?: string;
  readonly schema?: SchemaName;
}

export const SCHEMA_NAMES = ['scenario', 'result'] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** Play a scenario of prices and requests, and tell what a MetaTrader account would have come to. */
export function simulate(file: string | undefined, { json, schema }: SimulateOptions): void {
  if (schema !== undefined) {
    process.stdout.write(`${JSON.stringify(simulateSchema(schema), undefined, 2)}\n`);
    return;
  }
  if (file === undefined) {
    throw new CommandError('Name a scenario: npx kimi-agent simulate SCENARIO.json --json OUT');
  }
  const read = readScenario(parse(file));
  if (!read.ok) {
    const lines = read.problems.map((problem) => `  ${describeProblem(problem)}`);
    throw new CommandError(`${file} cannot be played:\n${lines.join('\n')}`);
  }
  const result = simulateScenario(read.scenario);
  if (json !== undefined) write(json, result);
  process.stdout.write(`${summary(result)}\n`);
}

/** JSON Schema of what is read or written: generated from the schemas that check it. */
export function simulateSchema(name: SchemaName): unknown {
  return name === 'scenario'
    ? {
        title: 'Scenario of kimi-agent simulate',
        ...z.toJSONSchema(scenarioSchema, { io: 'input' }),
      }
    : { title: 'Result of kimi-agent simulate', ...z.toJSONSchema(resultSchema) };
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`${file} cannot be read (${why}). Check the path.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} is no JSON: ${why}`);
  }
}

function write(file: string, result: SimulationResult): void {
  try {
    writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`${file} cannot be written (${why}). Name another file for --json.`);
  }
}

function summary({ currency, account, deals, refusals, positions }: SimulationResult): string {
  const lines = [
    ...deals.map((deal) => {
      const money = deal.entry === 'in' ? '' : `  profit ${deal.profit.toFixed(2)}`;
      return `${deal.time}  ${deal.type} ${deal.volume} ${deal.symbol} at ${deal.price}  ${deal.entry} ${deal.reason}${money}`;
    }),
    ...refusals.map((no) => {
      return `${no.answered ?? no.time}  ${no.request} refused: ${no.retcode} ${no.retcode_name}, ${no.detail}`;
    }),
    `${positions.length} open; balance ${account.balance.toFixed(2)} ${currency}, equity ` +
      `${account.equity.toFixed(2)}, margin ${account.margin.toFixed(2)}`,
  ];
  return lines.join('\n');
}
