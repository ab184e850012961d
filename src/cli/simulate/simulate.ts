import { z } from 'zod';
import { describeProblem } from '../../config/problem.ts';
import { CommandError } from '../exit-codes.ts';
import { readJson, writeJson } from '../schema-file.ts';
import { simulateScenario } from './simulate-player.ts';
import { readScenario } from './simulate-problems.ts';
import { resultSchema, type SimulationResult } from './simulate-result.ts';
import { scenarioSchema } from './simulate-scenario.ts';

/** What `--schema` prints. */
export type SchemaName = 'scenario' | 'result';

export interface SimulateOptions {
  readonly json?: string;
  readonly schema?: SchemaName;
}

/** Play a scenario of prices and requests, and tell what a MetaTrader account would have come to. */
export function simulate(file: string | undefined, { json, schema }: SimulateOptions): void {
  if (schema !== undefined) {
    process.stdout.write(`${JSON.stringify(simulateSchema(schema), undefined, 2)}\n`);
    return;
  }
  if (file === undefined) {
    throw new CommandError('Name a scenario: npx kimi-agent simulate SCENARIO.json --json OUT');
  }
  const read = readScenario(readJson(file));
  if (!read.ok) {
    const lines = read.problems.map((problem) => `  ${describeProblem(problem)}`);
    throw new CommandError(`${file} cannot be played:\n${lines.join('\n')}`);
  }
  const result = simulateScenario(read.scenario);
  if (json !== undefined) writeJson(json, result);
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
