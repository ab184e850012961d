import { z } from 'zod';
import { CommandError } from '../exit-codes.ts';
import { answerCases } from './risk-answer.ts';
import { casesSchema, readCases } from './risk-cases.ts';
import { readJson, refuseFile, writeJson } from '../schema-file.ts';
import { riskResultSchema, type RiskResult } from './risk-result.ts';

export const RISK_SCHEMAS = ['cases', 'result'] as const;
type SchemaName = (typeof RISK_SCHEMAS)[number];

export interface RiskOptions {
  readonly json?: string;
  readonly schema?: SchemaName;
}

/** Tell of each proposed trade what volume is approved and what it risks, or why it is refused. */
export function risk(file: string | undefined, { json, schema }: RiskOptions): void {
  if (schema !== undefined) {
    process.stdout.write(`${JSON.stringify(riskSchema(schema), undefined, 2)}\n`);
    return;
  }
  if (file === undefined) {
    throw new CommandError('Name a file of cases: npx kimi-agent risk CASES.json --json OUT');
  }
  const read = readCases(readJson(file));
  if (!read.ok) refuseFile(file, read.problems);
  const result = answerCases(read.value);
  if (json !== undefined) writeJson(json, result);
  process.stdout.write(`${summary(result)}\n`);
}

/** JSON Schema of what is read or written: generated from the schemas that check it. */
export function riskSchema(name: SchemaName): unknown {
  return name === 'cases'
    ? { title: 'Cases of kimi-agent risk', ...z.toJSONSchema(casesSchema, { io: 'input' }) }
    : { title: 'Result of kimi-agent risk', ...z.toJSONSchema(riskResultSchema) };
}

function summary({ results }: RiskResult): string {
  if (results.length === 0) return 'There is no case in it.';
  const lines = results.map((one) => {
    const head = `${one.name}: ${one.side} ${one.symbol}`;
    if (one.refusal) return `${head}: refused, ${one.refusal.reason}: ${one.refusal.detail}`;
    return (
      `${head}: ${one.lots} lots, ${one.risk.toFixed(2)} ${one.currency} at risk ` +
      `(${one.risk_pct.toFixed(2)} %), limited by ${one.limited_by}`
    );
  });
  return lines.join('\n');
}
